"""What the keys of a scenario file mean, in Indonesian: by the English words that stand below each field."""

from takarusim.language.numerals import Language

__all__ = ["KEYS", "described"]

KEYS = {
    # what every part may have
    "Where the bare numbers of this part and of the parts in it come from: an id of `sources`, `assumption`, or "
    "`choice` for what the scenario decides rather than finds.": (
        "Asal angka polos di bagian ini dan di bagian di dalamnya: id dari `sources`, `assumption`, atau `choice` "
        "untuk yang diputuskan skenario, bukan ditemukan."
    ),
    "Low and high end of those numbers if they are assumptions, as multiples of the value: [0.5, 2].": (
        "Batas bawah dan atas angka itu bila berupa asumsi, sebagai kelipatan nilainya: [0.5, 2]."
    ),
    "Anything a reader should know.": "Apa pun yang perlu diketahui pembaca.",
    "What it is called in figures, tables and sentences, in one language or both; its id when not given.": (
        "Sebutannya di gambar, tabel, dan kalimat, dalam satu bahasa atau keduanya; id-nya bila tidak diisi."
    ),
    # the scenario
    "A line for people, in one language or both.": "Satu baris untuk dibaca orang, dalam satu bahasa atau keduanya.",
    "What the scenario is asked.": "Pertanyaan yang diajukan kepada skenario ini.",
    "Of tables and figures, where none is asked for.": "Bahasa tabel dan gambar, bila tidak diminta yang lain.",
    "Of all random numbers, where none is asked for.": "Benih semua bilangan acak, bila tidak diminta yang lain.",
    "Gigabytes that a replication may need, about; what needs more is refused before anything is drawn.": (
        "Gigabita yang boleh dipakai satu replikasi, kira-kira; yang memerlukan lebih ditolak sebelum apa pun diacak."
    ),
    "The span.": "Rentang waktunya.",
    "Choices that hold for the whole estate.": "Pilihan yang berlaku untuk seluruh lingkungan industri.",
    "Where numbers come from, by id.": "Asal angka, menurut id.",
    "Workshop types by id.": "Tipe bengkel menurut id.",
    "SMEs by id; one without limits, called `estate`, when not given.": (
        "IKM menurut id; bila tidak diisi, satu IKM tanpa batas yang bernama `estate`."
    ),
    "Components by id.": "Komponen menurut id.",
    "Materials by id.": "Bahan baku menurut id.",
    "How channels allot orders, by the names that partners give them; one SME is asked when not given.": (
        "Cara jalur mengalokasikan pesanan, menurut nama yang dipakai mitra; bila tidak diisi, satu IKM yang ditanya."
    ),
    "Partners by id; each is one stream of orders.": "Mitra menurut id; masing-masing satu aliran pesanan.",
    "What kinds of partner are called, by the names that partners give them.": (
        "Sebutan jenis mitra, menurut nama yang dipakai mitra."
    ),
    "What operations are called, by the names that routings give them.": (
        "Sebutan operasi, menurut nama yang dipakai rute proses."
    ),
    "Calendars by id.": "Kalender menurut id.",
    "Lists of days, or files with a column date.": "Daftar hari, atau berkas dengan kolom date.",
    "Lanes by id.": "Jalur kirim menurut id.",
    "What changes on a date, by id: public investments, programmes, shocks.": (
        "Yang berubah pada suatu tanggal, menurut id: investasi publik, program, guncangan."
    ),
    "Mentoring programmes by id.": "Program pendampingan menurut id.",
    "Business matching; without it there are no prospects.": "Temu bisnis; tanpanya tidak ada calon mitra.",
    "KPIs to be counted that ask for a value of their own: `lead_time_within[30 days]`. Targets name theirs.": (
        "KPI yang dihitung dan meminta nilai tersendiri: `lead_time_within[30 days]`. Sasaran menyebut KPI-nya sendiri."
    ),
    "How many late orders of an SME in a month are not yet many: `firms.csv` has how many replications have more.": (
        "Berapa pesanan terlambat satu IKM dalam sebulan yang belum banyak: `firms.csv` memuat berapa replikasi "
        "yang lebih."
    ),
    "Which assumptions are wrong together, by id: each in one of these groups. Alone, all of them, when not given.": (
        "Asumsi mana yang keliru bersama-sama, menurut id: tiap asumsi di salah satu kelompok ini. Bila tidak "
        "diisi, semuanya sendiri-sendiri."
    ),
    "Where KPIs must or plausibly lie, by their names in a run: otif, utilisation[workshop=C].": (
        "Di mana KPI harus atau wajarnya terletak, menurut namanya dalam simulasi: otif, utilisation[workshop=C]."
    ),
    # time and rules
    "First day of the plan, or of the long run.": "Hari pertama rencana, atau jangka panjang.",
    "A plan: its last day, included.": "Rencana: hari terakhirnya, ikut dihitung.",
    "A plan: weeks simulated before its first day, which make the work in hand and count in no KPI.": (
        "Rencana: minggu yang disimulasikan sebelum hari pertama; membentuk pekerjaan berjalan dan tidak masuk KPI "
        "mana pun."
    ),
    "The long run: how long, from the first day.": "Jangka panjang: berapa lama, sejak hari pertama.",
    "The long run: what is left out at its beginning; found by MSER-5 when not given.": (
        "Jangka panjang: yang dibuang di awalnya; dicari dengan MSER-5 bila tidak diisi."
    ),
    "pooled: any SME books any let unit of a type; tenanted: its own units only.": (
        "pooled: IKM mana pun memakai unit terisi mana pun dari suatu tipe; tenanted: hanya unitnya sendiri."
    ),
    "on_change: no set-up where the unit's last lot was of the same component and operation.": (
        "on_change: tanpa penyetelan bila lot terakhir di unit itu dari komponen dan operasi yang sama."
    ),
    "What happens to work that the end of a shift meets.": "Yang terjadi pada pekerjaan saat shift kerja berakhir.",
    "finish: for how long after closing such work may go on; what is left then pauses. 4 hours, the most that the "
    "law allows in a day, when not given.": (
        "finish: berapa lama pekerjaan itu boleh diteruskan setelah tutup; sisanya berhenti dulu. Bila tidak diisi "
        "4 jam, batas menurut undang-undang dalam sehari."
    ),
    "In which order an SME's lots get its crews, those that have finished an operation ahead.": (
        "Urutan lot satu IKM mendapat regunya; yang sudah menyelesaikan suatu operasi didahulukan."
    ),
    "What decides between equals in a queue: a drawn number, or the order's own (for comparisons with theory). "
    "arrival: of equals who wait for a unit or a crew, who has waited longer goes first; then the order's own "
    "number.": (
        "Penentu di antara yang setara dalam antrean: bilangan acak, atau nomor pesanan (untuk dibandingkan dengan "
        "teori). arrival: dari yang setara menunggu unit atau regu, yang lebih lama menunggu didahulukan; lalu "
        "nomor pesanannya."
    ),
    "Yearly interest in annuities of public cost.": "Bunga per tahun dalam anuitas biaya publik.",
    "How often a lot may come to inspection; what it still rejects then is shipped short.": (
        "Berapa kali satu lot boleh diperiksa; yang masih cacat sesudahnya dikirim kurang."
    ),
    # workshops
    "Buildings of this type.": "Bangunan dari tipe ini.",
    "How many of them are let, the first ones; all when not given. Only these work.": (
        "Berapa yang terisi, dari yang pertama; semuanya bila tidak diisi. Hanya ini yang bekerja."
    ),
    "When its units may work, besides the calendar of the SME; always when not given.": (
        "Kapan unitnya boleh bekerja, selain kalender IKM; selalu bila tidak diisi."
    ),
    "In which order lots get a unit.": "Urutan lot mendapat unit.",
    "None when not given.": "Tidak ada bila tidak diisi.",
    "Paid for a let unit and a year of 365.25 days. All SMEs that may book it pay their part, by their crews.": (
        "Dibayar untuk satu unit terisi dan setahun 365,25 hari. Semua IKM yang boleh memakainya membayar "
        "bagiannya, menurut regunya."
    ),
    "Time between a repair and the next failure.": "Waktu dari perbaikan sampai kerusakan berikutnya.",
    "How long a repair takes.": "Lama perbaikan.",
    "A life passes only while the unit works, or always.": "Umur berjalan hanya saat unit bekerja, atau selalu.",
    "A repair goes on always, or only in open hours.": "Perbaikan berlangsung selalu, atau hanya pada jam buka.",
    # SMEs
    "How many firms are meant; they are called id-01, id-02 ... when more than one.": (
        "Berapa usaha yang dimaksud; bernama id-01, id-02 … bila lebih dari satu."
    ),
    "How many lots one firm can work on at a time; unlimited when not given.": (
        "Berapa lot yang dapat dikerjakan satu usaha sekaligus; tanpa batas bila tidak diisi."
    ),
    "People in a crew.": "Orang dalam satu regu.",
    "Paid to a person of its crews for a calendar month.": (
        "Dibayar kepada satu orang regunya untuk sebulan kalender."
    ),
    "Share of the wage that is paid for open hours in which a crew has no lot in hand.": (
        "Porsi upah yang dibayar untuk jam buka saat regu tidak memegang lot."
    ),
    "Cash of its own; none when not given. Without `credit` nothing in a run is limited by it.": (
        "Modal sendiri; tidak ada bila tidak diisi. Tanpa `credit` tidak ada yang dibatasinya dalam simulasi."
    ),
    "What it may owe for material, beyond its capital, until its partners pay; any sum when not given.": (
        "Utang bahan baku yang boleh ditanggung di luar modalnya, sampai mitra membayar; berapa pun bila tidak diisi."
    ),
    "When its crews work; always when not given.": "Kapan regunya bekerja; selalu bila tidak diisi.",
    "When they work on after closing; never when not given.": (
        "Kapan regunya bekerja terus setelah tutup; tidak pernah bila tidak diisi."
    ),
    "What it can make; everything when not given.": "Yang dapat dibuatnya; semuanya bila tidak diisi.",
    "What it keeps finished, by component: orders of a partner `from_stock` leave from there, and what is called "
    "off is made anew. Each firm has its own.": (
        "Barang jadi yang disimpannya, per komponen: pesanan mitra dengan `from_stock` berangkat dari sana, dan "
        "yang dipanggil dibuat lagi. Tiap usaha punya stok sendiri."
    ),
    "The channels it takes orders from; all when not given.": (
        "Jalur asal pesanan yang diterimanya; semuanya bila tidak diisi."
    ),
    "Its weight when orders are allotted.": "Bobotnya saat pesanan dialokasikan.",
    "How many orders it takes in hand at a time; any number when not given.": (
        "Berapa pesanan yang dipegangnya sekaligus; berapa pun bila tidak diisi."
    ),
    "What each crew has promised to work at most, with an order that it takes; any time when not given. With "
    "nothing in hand it takes any order.": (
        "Kerja yang paling banyak dijanjikan tiap regu, termasuk pesanan yang diterima; berapa pun bila tidak "
        "diisi. Bila tidak memegang apa pun, ia menerima pesanan apa saja."
    ),
    "Multiplies its set-up and processing times: 1.1 is 10 percent slower.": (
        "Pengali waktu penyetelan dan pengerjaannya: 1.1 berarti 10 persen lebih lambat."
    ),
    "Multiplies its set-up times once more.": "Pengali waktu penyetelannya sekali lagi.",
    "Multiplies the base reject rates.": "Pengali tingkat cacat dasar.",
    "Multiplies the rate at which its work uses up the life of a unit.": (
        "Pengali laju pekerjaannya menghabiskan umur unit."
    ),
    "Its first 5R score, from 0 to 10,000; what its factors are holds for this one.": (
        "Nilai 5R awalnya, dari 0 sampai 10.000; faktor-faktornya berlaku untuk nilai ini."
    ),
    "Size class, for results by group.": "Ukuran usaha, untuk hasil per kelompok.",
    "The units it rents, such as C-007; with `count` above 1 they are dealt out in turn.": (
        "Unit yang disewanya, misalnya C-007; dengan `count` di atas 1 dibagikan bergiliran."
    ),
    "First day on which it is allotted orders.": "Hari pertama ia mendapat alokasi pesanan.",
    "First day on which it no longer is.": "Hari pertama ia tidak lagi mendapatnya.",
    "For how long at most; no more than the 4 hours a day that the law allows.": (
        "Paling lama berapa; tidak lebih dari 4 jam sehari menurut undang-undang."
    ),
    "They work on where each crew has more work than this that it could do then.": (
        "Regu lembur bila kerja yang dapat dilakukan saat itu lebih dari ini untuk tiap regu."
    ),
    "For how long at most from Monday to Sunday; no more than the 18 hours that the law allows.": (
        "Paling lama berapa dari Senin sampai Minggu; tidak lebih dari 18 jam menurut undang-undang."
    ),
    "Multiplies the wage of an hour, a 173rd of the monthly one, for all crews and all hours that they work on.": (
        "Pengali upah sejam, yaitu 1/173 upah sebulan, untuk semua regu dan semua jam lembur."
    ),
    "The level, in boxes: so many are in stock as the run begins, and replenishments lift it to that.": (
        "Tingkat stok, dalam kotak: sebanyak ini di awal simulasi, dan pengisian kembali menaikkannya sampai di situ."
    ),
    "Pieces in a box; replenishments are whole boxes.": "Buah per kotak; pengisian kembali selalu kotak utuh.",
    # components and operations
    "Its operations by name, in the order in which they are done.": (
        "Operasinya menurut nama, dalam urutan pengerjaan."
    ),
    "What it is made of; none is needed when not given.": "Bahan bakunya; tidak diperlukan bila tidak diisi.",
    "Material per piece; also what a piece weighs on a truck.": "Bahan baku per buah; juga berat satu buah di truk.",
    "Paid per good piece delivered.": "Dibayar per buah baik yang terkirim.",
    "Share of pieces that are bad, before an SME's factor: an inspection rejects those that it finds.": (
        "Porsi buah yang cacat, sebelum dikalikan faktor IKM: pemeriksaan menolak yang ditemukannya."
    ),
    "Share of bad pieces that an inspection finds. The others count as good until the partner finds them on "
    "arrival: they are not paid and not replaced.": (
        "Porsi barang cacat yang ditemukan pemeriksaan. Sisanya dianggap baik sampai ditemukan mitra saat tiba: "
        "tidak dibayar dan tidak diganti."
    ),
    "The workshop type it is done in; `none` for an operation outside: moving, cooling, treatment elsewhere.": (
        "Tipe bengkel tempatnya dikerjakan; `none` untuk operasi di luar: pemindahan, pendinginan, proses di tempat "
        "lain."
    ),
    "Set-up of a lot.": "Penyetelan untuk satu lot.",
    "Processing time per piece; one draw holds for all pieces of a lot.": (
        "Waktu pengerjaan per buah; satu bilangan acak berlaku untuk semua buah dalam satu lot."
    ),
    "Whether rejected pieces go through it again.": "Apakah barang cacat melewatinya lagi.",
    "The workshop type, or `none`.": "Tipe bengkel, atau `none`.",
    "Others that are as plausible, for a sensitivity to try; runs go by the value alone.": (
        "Tipe lain yang sama masuk akalnya, untuk dicoba dalam uji kepekaan; simulasi hanya memakai nilainya."
    ),
    # materials
    "On hand at the beginning.": "Persediaan di awal.",
    "Paid by an SME for a kilogram, when it is issued.": "Dibayar IKM per kilogram, saat bahan dikeluarkan.",
    "Nothing is ever bought when not given.": "Bila tidak diisi, tidak pernah ada pembelian.",
    "A faster supplier, for what is short when the next receipt is expected later than his.": (
        "Pemasok yang lebih cepat, untuk kekurangan saat penerimaan berikutnya diperkirakan lebih lambat daripadanya."
    ),
    "Share of each receipt that is lost.": "Porsi tiap penerimaan yang hilang.",
    "From purchase to receipt.": "Dari pembelian sampai penerimaan.",
    "What the supplier promises; the mean lead time when not given.": (
        "Yang dijanjikan pemasok; rata-rata waktu tunggunya bila tidak diisi."
    ),
    "Purchases are whole batches.": "Pembelian selalu dalam partai utuh.",
    "Buy when the position (on hand + on order - owed) falls to it.": (
        "Beli bila posisi (persediaan + yang dipesan - yang terutang) turun sampai di sini."
    ),
    "Whether the position buys at the point already, or only below it.": (
        "Apakah membeli sudah pada titik itu, atau baru di bawahnya."
    ),
    "Buy up to this level; just above the point when not given.": (
        "Beli sampai tingkat ini; tepat di atas titiknya bila tidak diisi."
    ),
    "When the position is looked at; continuously when not given.": (
        "Kapan posisinya dilihat; terus-menerus bila tidak diisi."
    ),
    "Who buys it singly, past the stock; nobody when not given.": (
        "Siapa yang membelinya sendiri-sendiri, di luar persediaan; tidak ada bila tidak diisi."
    ),
    "Channels: SMEs that take orders from one of them get the material from the stock, all others buy it singly.": (
        "Jalur: IKM yang menerima pesanan dari salah satunya mendapat bahan dari persediaan, yang lain membelinya "
        "sendiri."
    ),
    "How long a lot waits for it; the stock and its suppliers know nothing of it.": (
        "Berapa lama satu lot menunggunya; persediaan dan pemasoknya tidak terpengaruh."
    ),
    "Paid for a kilogram, when it comes; what the stock asks when not given.": (
        "Dibayar per kilogram, saat datang; seharga persediaan bila tidak diisi."
    ),
    # calendars, dates and lanes
    'Per day or range of days: {monday-friday: "08:00-12:00, 13:00-16:00", saturday: "08:00-13:00"}.': (
        'Per hari atau rentang hari: {monday-friday: "08:00-12:00, 13:00-16:00", saturday: "08:00-13:00"}.'
    ),
    "Lists of `holidays` on which it is closed.": "Daftar dari `holidays` saat tutup.",
    "Further days on which it is closed.": "Hari lain saat tutup.",
    "Spans with other hours, such as Ramadan or the weeks before a feast; days closed are closed within them, too.": (
        "Rentang dengan jam lain, misalnya Ramadan atau minggu-minggu menjelang hari raya; hari tutup tetap tutup "
        "di dalamnya."
    ),
    "First day closed.": "Hari pertama tutup.",
    "First day open again.": "Hari pertama buka lagi.",
    "First day with these hours.": "Hari pertama dengan jam ini.",
    "First day with the usual hours again.": "Hari pertama dengan jam biasa lagi.",
    'Its hours of the week, written as the calendar\'s: {monday-friday: "07:30-12:00, 12:30-14:30"}.': (
        'Jamnya dalam seminggu, ditulis seperti pada kalender: {monday-friday: "07:30-12:00, 12:30-14:30"}.'
    ),
    "Each of these days of the week.": "Setiap hari ini dalam seminggu.",
    "Each of these days of the month; a day beyond the month's end is its last.": (
        "Setiap tanggal ini dalam sebulan; tanggal setelah akhir bulan berarti hari terakhirnya."
    ),
    "These days.": "Hari-hari ini.",
    "At this interval, whole minutes, from `first` on.": "Dengan selang ini, menit utuh, sejak `first`.",
    "Day of the first one of `every`; the run's first day when not given.": (
        "Hari yang pertama dari `every`; hari pertama simulasi bila tidak diisi."
    ),
    "Time of day.": "Jamnya.",
    "From departure to arrival, without bans.": "Dari berangkat sampai tiba, tanpa larangan.",
    "A consolidated truck's; when not given, a truck of its own leaves with a lot at once, in the lane's hours.": (
        "Keberangkatan truk gabungan; bila tidak diisi, lot langsung berangkat dengan truk sendiri, pada jam jalur "
        "kirim."
    ),
    "What one consolidated truck carries; any load when not given.": (
        "Muatan satu truk gabungan; berapa pun bila tidak diisi."
    ),
    "When trucks leave; always when not given.": "Kapan truk berangkat; selalu bila tidak diisi.",
    "When they stand still.": "Kapan truk berhenti.",
    "First moment.": "Saat pertama.",
    "First moment after it.": "Saat pertama sesudahnya.",
    # changes
    "An investment: the day on which it is decided; what it changes holds when it is built.": (
        "Investasi: hari diputuskannya; perubahannya berlaku setelah dibangun."
    ),
    "How long it is built after that, up to the end of a day.": (
        "Lama pembangunannya sesudah itu, sampai akhir suatu hari."
    ),
    "A programme, a shock: the first day on which it holds.": "Program, guncangan: hari pertama berlakunya.",
    "The first day on which it no longer does; it lasts when not given.": (
        "Hari pertama tidak lagi berlaku; terus berlaku bila tidak diisi."
    ),
    "What it costs the public, for the KPI `public_cost`; nothing in a run depends on it.": (
        "Biaya publiknya, untuk KPI `public_cost`; tidak memengaruhi apa pun dalam simulasi."
    ),
    "For how long what is built is of use: its cost is an annuity over that time. When not given it is spread over "
    "the days on which it holds, or, where it has no end, counts on the first of them.": (
        "Berapa lama yang dibangun berguna: biayanya menjadi anuitas selama itu. Bila tidak diisi, biaya disebar "
        "pada hari berlakunya, atau, bila tanpa akhir, dihitung pada hari pertamanya."
    ),
    "Factors by path: {lanes.jakarta.travel: 0.8}. Those of several changes multiply each other.": (
        "Pengali menurut alamat: {lanes.jakarta.travel: 0.8}. Pengali beberapa perubahan saling dikalikan."
    ),
    "Units that cannot work while it holds, such as A-001. A lot on one waits for another, what is done on it kept.": (
        "Unit yang tidak dapat bekerja selama berlaku, misalnya A-001. Lot di situ menunggu unit lain; yang sudah "
        "dikerjakan tetap terhitung."
    ),
    "Roads and suppliers that are closed while it holds: lanes.jakarta, materials.plate.reorder. On a closed lane "
    "no truck moves, as in a ban; the lead time of a supplier passes in his open days only.": (
        "Jalan dan pemasok yang tutup selama berlaku: lanes.jakarta, materials.plate.reorder. Di jalur kirim yang "
        "tutup tidak ada truk berjalan, seperti saat larangan; waktu tunggu pemasok hanya berjalan pada hari "
        "bukanya."
    ),
    "Units that open or close, by workshop type; new ones close again where the change ends.": (
        "Unit yang dibuka atau ditutup, menurut tipe bengkel; yang baru ditutup lagi bila perubahan berakhir."
    ),
    "Other values by path: {materials.plate.loss: 0.2 %}; factors multiply them, too. One at a time for each path.": (
        "Nilai lain menurut alamat: {materials.plate.loss: 0.2 %}; pengali juga berlaku padanya. Satu saja pada "
        "satu waktu untuk tiap alamat."
    ),
    "How many buildings more, or, negative, fewer (the last ones close).": (
        "Berapa bangunan lebih banyak, atau, bila negatif, lebih sedikit (yang terakhir ditutup)."
    ),
    "How many of the new ones are let; all when not given.": "Berapa yang baru terisi; semuanya bila tidak diisi.",
    "Who takes them: `pool`, or an SME's id (tenanted).": "Siapa yang memakainya: `pool`, atau id IKM (tenanted).",
    "Time over which they are let, one by one and evenly, the last one at its end; at once when not given.": (
        "Waktu sampai semuanya terisi, satu per satu dan merata, yang terakhir di akhirnya; langsung bila tidak diisi."
    ),
    "An SME that comes with them, the first of its firms when the first unit is let; nobody when not given.": (
        "IKM yang datang bersamanya, usaha pertamanya saat unit pertama terisi; tidak ada bila tidak diisi."
    ),
    # mentoring
    "Whom it asks, in this order: SMEs by id, all firms of one, or single firms such as `heavy-03`.": (
        "Siapa yang ditawari, dalam urutan ini: IKM menurut id, semua usahanya, atau satu usaha seperti `heavy-03`."
    ),
    "The day on which its first cohort starts.": "Hari angkatan pertamanya mulai.",
    "The first day on which no cohort starts any more.": "Hari pertama tidak ada lagi angkatan yang mulai.",
    "Firms that are mentored together.": "Usaha yang didampingi bersama-sama.",
    "Cohorts at a time; the next one starts when a mentor is free.": (
        "Angkatan pada satu waktu; yang berikutnya mulai saat ada pendamping yang bebas."
    ),
    "How long a cohort is mentored; scores rise in equal steps, month by month.": (
        "Berapa lama satu angkatan didampingi; nilai naik sama besar, bulan demi bulan."
    ),
    "The score at the end; a firm that has a higher one keeps it.": (
        "Nilai di akhirnya; usaha yang nilainya lebih tinggi tetap memilikinya."
    ),
    "After which half of the rise has faded again; it lasts when not given.": (
        "Sesudah ini separuh kenaikannya hilang lagi; bertahan bila tidak diisi."
    ),
    "How many of the firms that are asked join; the place of one that does not goes to the next.": (
        "Berapa dari usaha yang ditawari yang ikut; tempat yang tidak ikut diberikan kepada yang berikutnya."
    ),
    "With how many of those that join it works; the scores of others stay.": (
        "Pada berapa dari yang ikut pendampingan berhasil; nilai yang lain tetap."
    ),
    "What it costs the public in all, for the KPI `public_cost`: spread over the days from `from` to `until`, or on "
    "the first of them where it has no end; nothing in a run depends on it.": (
        "Seluruh biaya publiknya, untuk KPI `public_cost`: disebar pada hari dari `from` sampai `until`, atau pada "
        "hari pertamanya bila tanpa akhir; tidak memengaruhi apa pun dalam simulasi."
    ),
    "What a score is worth.": "Arti suatu nilai.",
    "Off its set-up times.": "Pengurangan waktu penyetelannya.",
    "Off its reject rates.": "Pengurangan tingkat cacatnya.",
    "Off its set-up and processing times.": "Pengurangan waktu penyetelan dan pengerjaannya.",
    "Off the rate at which its work uses up the life of a unit.": (
        "Pengurangan laju pekerjaannya menghabiskan umur unit."
    ),
    # business matching and channels
    "When they are held; two on one day are one.": "Kapan diadakan; dua pada satu hari dihitung satu.",
    "For how many there is room in a calendar year, the first ones; those behind them are not held. Any number when "
    "not given.": (
        "Untuk berapa ada tempat dalam setahun kalender, dari yang pertama; selebihnya tidak diadakan. Berapa pun "
        "bila tidak diisi."
    ),
    "What an event costs the public, on its day, for the KPI `public_cost`; nothing in a run depends on it.": (
        "Biaya publik satu acara, pada harinya, untuk KPI `public_cost`; tidak memengaruhi apa pun dalam simulasi."
    ),
    "That it is won at an event, at each one until it is.": (
        "Peluang mitra ini didapat pada satu acara, pada tiap acara sampai didapat."
    ),
    "From that event to its first day as a partner, up to the beginning of a day.": (
        "Dari acara itu sampai hari pertamanya sebagai mitra, sampai awal suatu hari."
    ),
    "How many SMEs it asks: the first ones of the order's drawn ranking that take it.": (
        "Berapa IKM yang ditanya: yang pertama dalam urutan acak pesanan itu yang menerimanya."
    ),
    "Who of them gets it: the first one, or the one with the least promised work for each crew.": (
        "Siapa yang mendapatnya: yang pertama, atau yang paling sedikit kerja terjanjinya untuk tiap regu."
    ),
    "A larger order is split: into the fewest equal parts of so many pieces at most, but no more than 16.": (
        "Pesanan yang lebih besar dibagi: menjadi bagian sama besar sesedikit mungkin, masing-masing paling banyak "
        "sekian buah, tetapi tidak lebih dari 16 bagian."
    ),
    # partners and their orders
    "For results by group: heavy-equipment, automotive, market. Its title stands in `kinds`.": (
        "Untuk hasil per kelompok: heavy-equipment, automotive, market. Sebutannya tertulis di `kinds`."
    ),
    "Who allots its orders.": "Siapa yang mengalokasikan pesanannya.",
    "How they travel; delivered where they are made when not given.": (
        "Lewat jalur kirim mana; bila tidak diisi, diserahkan di tempat pembuatan."
    ),
    "Place in queues by priority: the lowest goes first.": (
        "Tempat dalam antrean menurut prioritas: yang terendah dahulu."
    ),
    "When it orders.": "Kapan memesan.",
    "Multiplies what it asks for: the rate of orders in `every`, the pieces of those on fixed dates or in a book.": (
        "Pengali permintaannya: laju pesanan pada `every`, jumlah buah pada tanggal tetap atau dalam buku pesanan."
    ),
    "What it orders: weights, or {share, quantity}.": "Yang dipesannya: bobot, atau {share, quantity}.",
    "Pieces per order.": "Buah per pesanan.",
    "The terms.": "Syarat kontraknya.",
    "One that is no partner yet: it orders from when it is won at an event of `matching`; never, if it is not.": (
        "Belum menjadi mitra: memesan sejak didapat pada acara `matching`; tidak pernah, bila tidak didapat."
    ),
    "First day on which it orders; of a prospect, the earliest one.": (
        "Hari pertama memesan; bagi calon mitra, yang paling awal."
    ),
    "First day on which it no longer does.": "Hari pertama tidak lagi memesan.",
    "Weight of this component among the partner's orders.": "Bobot komponen ini di antara pesanan mitra.",
    "Pieces per order; the partner's when not given.": "Buah per pesanan; seperti pada mitra bila tidak diisi.",
    "Time between orders; with `circulating`, from a delivery to the token's next order.": (
        "Waktu antarpesanan; dengan `circulating`, dari suatu pengiriman sampai pesanan berikutnya."
    ),
    "Fixed dates.": "Tanggal tetap.",
    "A closed stream: so many orders in circulation.": "Aliran tertutup: sekian pesanan yang beredar.",
    "Known orders; from a file with columns placed, component, quantity, due, order, next.": (
        "Pesanan yang sudah diketahui; dari berkas dengan kolom placed, component, quantity, due, order, next."
    ),
    "Orders that come at each moment of `every` or `calendar`, each with its own component, pieces and due date.": (
        "Pesanan yang datang pada tiap saat `every` atau `calendar`, masing-masing dengan komponen, jumlah, dan "
        "tenggatnya."
    ),
    "Factors on the rate of `every`, by dates, by hours of the week, or both.": (
        "Pengali laju `every`, menurut tanggal, jam dalam seminggu, atau keduanya."
    ),
    "Time over which the rate grows from its first monthly step to the whole, from the partner's first day on.": (
        "Waktu laju tumbuh dari langkah bulanan pertamanya sampai penuh, sejak hari pertama mitra."
    ),
    "First day; it holds from the beginning when not given.": "Hari pertama; sejak awal bila tidak diisi.",
    "First day without it; the factor lasts when not given.": (
        "Hari pertama tanpa pengali ini; terus berlaku bila tidak diisi."
    ),
    'Hours of the week in which it holds, as a calendar\'s: {monday-friday: "08:00-12:00"}; all when not given.': (
        'Jam dalam seminggu saat berlaku, seperti pada kalender: {monday-friday: "08:00-12:00"}; semuanya bila '
        "tidak diisi."
    ),
    "Multiplies the rate; factors multiply each other.": "Pengali lajunya; pengali saling dikalikan.",
    "Its name, once in its partner's book: `takarusim run --order NAME` tells its date and its chances.": (
        "Namanya, sekali dalam buku mitranya: `takarusim run --order NAME` memberi tahu tanggal dan peluangnya."
    ),
    "When.": "Kapan.",
    "What.": "Apa.",
    "How many pieces.": "Berapa buah.",
    "When it is due; by the contract when not given.": "Kapan tenggatnya; menurut kontrak bila tidak diisi.",
    "The operation that comes next for an order that is under way already; it needs no material any more.": (
        "Operasi berikutnya bagi pesanan yang sudah berjalan; tidak memerlukan bahan baku lagi."
    ),
    # contracts
    "Quoted time from order to delivery, then to the end of that day; no due date when not given.": (
        "Waktu yang dijanjikan dari pesanan sampai pengiriman, lalu sampai akhir hari itu; tanpa tenggat bila tidak "
        "diisi."
    ),
    "How long before the due date a delivery is accepted; any time when not given.": (
        "Berapa lama sebelum tenggat kiriman sudah diterima; kapan pun bila tidak diisi."
    ),
    "How long after it.": "Berapa lama sesudahnya.",
    "Whether what is ready too early is held until `early` before the due date. Where trucks leave on dates it is "
    "held for the first one planned to arrive from then on, or the last before it where that would be too late: a "
    "truck every 8 days meets at most (early + late) / 8 of due dates, so a window of a day needs more departures.": (
        "Apakah yang siap terlalu awal disimpan sampai `early` sebelum tenggat. Bila truk berangkat pada tanggal "
        "tertentu, barang disimpan untuk truk pertama yang direncanakan tiba sejak saat itu, atau yang terakhir "
        "sebelumnya bila itu terlambat: truk tiap 8 hari memenuhi paling banyak (early + late) / 8 dari tenggat, "
        "jadi jendela sehari memerlukan lebih banyak keberangkatan."
    ),
    "Share of the quantity that may be missing of an order delivered in full.": (
        "Porsi jumlah yang boleh kurang dari pesanan yang dianggap lengkap."
    ),
    "What follows rejects: the named operations again, new pieces of new material, or a short delivery.": (
        "Yang terjadi pada barang cacat: operasi yang ditandai diulang, dibuat baru dari bahan baru, atau dikirim "
        "kurang."
    ),
    "Whether good pieces are shipped while the rejected ones are reworked or remade.": (
        "Apakah yang baik dikirim sementara yang cacat dikerjakan ulang atau dibuat ulang."
    ),
    "Whether its orders are call-offs: where the SME that gets one keeps the component in stock, it leaves whole "
    "from there, as soon as there is enough. Who keeps none makes it to order.": (
        "Apakah pesanannya berupa panggilan: bila IKM yang mendapatnya menyimpan komponen itu, pesanan berangkat "
        "utuh dari stok begitu cukup. Yang tidak menyimpannya membuat menurut pesanan."
    ),
    "SMEs that may be allotted its orders; all of the channel when not given.": (
        "IKM yang boleh mendapat alokasi pesanannya; semua dari jalurnya bila tidak diisi."
    ),
    "How many SMEs each component is nominated to, drawn once; only they are asked. All when not given.": (
        "Berapa IKM yang ditunjuk untuk tiap komponen, diacak sekali; hanya mereka yang ditanya. Semuanya bila "
        "tidak diisi."
    ),
    "Which SMEs it has qualified; only they are asked. All when not given.": (
        "IKM mana yang sudah lolos kualifikasinya; hanya mereka yang ditanya. Semuanya bila tidak diisi."
    ),
    "How it reviews SMEs, and suspends those that miss; not for orders in circulation. Never when not given.": (
        "Cara menilai IKM, dan menangguhkan yang gagal; tidak untuk pesanan yang beredar. Tidak pernah bila tidak "
        "diisi."
    ),
    "How it orders more or less by how it is served; not for orders in circulation or in a book. As much as it could "
    "when not given.": (
        "Cara ia memesan lebih banyak atau lebih sedikit menurut layanan yang diterimanya; tidak untuk pesanan yang "
        "beredar atau di buku pesanan. Sebanyak yang bisa bila tidak diisi."
    ),
    "When the level moves, by the partner's orders whose delivery windows have ended since the date before.": (
        "Kapan tingkatnya bergerak, menurut pesanan mitra yang jendela kirimnya berakhir sejak tanggal sebelumnya."
    ),
    "By how much it rises or falls; the level is 100 percent as the run begins.": (
        "Berapa banyak naik atau turunnya; pada awal simulasi tingkatnya 100 persen."
    ),
    "Share of these orders, refused ones included, that must be on time in full for it to rise.": (
        "Porsi pesanan itu, termasuk yang ditolak, yang harus tepat waktu dan lengkap agar tingkatnya naik."
    ),
    "Share below which it falls; between the two it stays.": (
        "Porsi yang bila tidak tercapai membuatnya turun; di antara keduanya tingkatnya tetap."
    ),
    "What it never falls below. Below 100 percent so large a share of the orders is placed, by lot; others are "
    "withheld.": (
        "Tingkat terendah. Di bawah 100 persen, sebesar itulah porsi pesanan yang masuk, menurut undian; yang lain "
        "ditahan."
    ),
    "What it never rises above. Above 100 percent so many further orders come: those of `every` more often, those of "
    "`calendar` on the same dates.": (
        "Tingkat tertinggi. Di atas 100 persen datang pesanan tambahan sebanyak itu: yang memakai `every` lebih "
        "sering, yang memakai `calendar` pada tanggal yang sama."
    ),
    "How long after its delivery a lot is paid.": "Berapa lama setelah pengiriman suatu lot dibayar.",
    "Share of the price of all its pieces that is paid when an SME takes the order; the rest by `terms`.": (
        "Porsi harga semua buahnya yang dibayar saat IKM menerima pesanan; sisanya menurut `terms`."
    ),
    "Share of the price of a lot that is taken off for each day, begun ones included, by which it is delivered "
    "behind the window; never more than the price.": (
        "Porsi harga suatu lot yang dipotong untuk tiap hari, termasuk yang baru mulai, keterlambatannya dari "
        "jendela kirim; tidak pernah lebih dari harganya."
    ),
    "What an SME needs; one without a score has 0. Who has it as the run begins is qualified.": (
        "Nilai yang diperlukan IKM; tanpa nilai berarti 0. Yang memilikinya di awal simulasi sudah lolos."
    ),
    "How long it takes from each later rise of a score to that until the SME is asked; it is, until the score falls "
    "below again.": (
        "Waktu dari tiap kenaikan nilai sampai di situ hingga IKM itu ditanya; ia ditanya sampai nilainya turun "
        "lagi di bawahnya."
    ),
    "The orders that count are those whose delivery window has ended within this time before the review, and since "
    "the SME last missed.": (
        "Pesanan yang dihitung: yang jendela kirimnya berakhir dalam waktu ini sebelum penilaian, dan sejak IKM itu "
        "terakhir gagal."
    ),
    "How many of these there must be; with fewer nothing follows.": (
        "Paling sedikit berapa; kurang dari itu tidak ada akibat."
    ),
    "Share of them that must be on time, as in the KPI `on_time`.": (
        "Porsi yang harus tepat waktu, seperti pada KPI `on_time`."
    ),
    "Share of them that must be in full, with what has arrived by the review.": (
        "Porsi yang harus lengkap, dengan yang sudah tiba saat penilaian."
    ),
    "Bad pieces that may be among a million delivered ones of these orders.": (
        "Barang cacat yang boleh ada di antara sejuta yang terkirim dari pesanan ini."
    ),
    "The ladder: each review that is missed climbs one rung, each that is passed steps down. How many warnings come "
    "first.": (
        "Tangganya: tiap penilaian yang gagal naik satu anak tangga, yang lolos turun satu. Berapa peringatan lebih "
        "dulu."
    ),
    "Behind the warnings: for how long the SME is not asked, nor reviewed; then it is on probation. No such rung "
    "when not given.": (
        "Setelah peringatan: berapa lama IKM tidak ditanya dan tidak dinilai; lalu masa percobaan. Tanpa anak "
        "tangga ini bila tidak diisi."
    ),
    "Whether the next miss ends the partnership; else the last rung is climbed again.": (
        "Apakah kegagalan berikutnya mengakhiri kemitraan; bila tidak, anak tangga terakhir dinaiki lagi."
    ),
    # sources, targets, assumptions
    "Who published it.": "Siapa yang menerbitkannya.",
    "When, as precisely as known.": "Kapan, setepat yang diketahui.",
    "Address or page.": "Alamat atau halaman.",
    "A: law, statistics, reviewed paper. B: named official or owner. C: thesis, blog, vendor. general: none found.": (
        "A: undang-undang, statistik, makalah yang ditelaah. B: pejabat atau pemilik yang disebut namanya. C: "
        "skripsi, blog, penjual. general: tidak ditemukan."
    ),
    "The fact, in a few words.": "Faktanya, dalam beberapa kata.",
    "At least, in the KPI's unit; of a share, 0.9 or `90 %`.": (
        "Paling sedikit, dalam satuan KPI-nya; untuk porsi, 0.9 atau `90 %`."
    ),
    "At most.": "Paling banyak.",
    "Whether it is a target: a run that misses it has failed (exit code 1). Else it is a plausible range.": (
        "Apakah ini sasaran: simulasi yang tidak mencapainya gagal (kode keluar 1). Bila tidak, ini rentang wajar."
    ),
    "How far off its ends may be themselves, as a share of them: one standard deviation. A range with a source is "
    "evidence, which rules out worlds that miss it by more; one that is an assumption is a guess, and rules out "
    "none.": (
        "Seberapa jauh batasnya sendiri bisa meleset, sebagai porsinya: satu simpangan baku. Rentang bersumber "
        "adalah bukti, yang menyingkirkan dunia yang meleset lebih jauh; yang berupa asumsi hanya dugaan, dan tidak "
        "menyingkirkan apa pun."
    ),
    "Numbers that are larger where the estate has more to do, or is later: `components.*.mass`. A step may have "
    "`*`, and ask for a key: `partners.*[kind=market].quantity`, `[workshop!=none]`. What is below a path is meant "
    "too.": (
        "Angka yang lebih besar bila lingkungan industri lebih banyak bekerja, atau lebih terlambat: "
        "`components.*.mass`. Satu langkah boleh berisi `*`, dan meminta suatu kunci: "
        "`partners.*[kind=market].quantity`, `[workshop!=none]`. Yang ada di bawah suatu alamat juga dimaksud."
    ),
    "Numbers that are smaller there: times between orders, lives of units, crews.": (
        "Angka yang lebih kecil di sana: waktu antarpesanan, umur unit, regu."
    ),
    "Which share of the variance of each is that of the group; with 0 each has a draw of its own.": (
        "Porsi ragam masing-masing yang berasal dari kelompok; dengan 0 tiap angka punya bilangan acak sendiri."
    ),
    "Of what may be below the value and above it, half each; where an end is 0, log-normal goes by differences.": (
        "Bentuk sebaran di bawah dan di atas nilainya, masing-masing separuh; bila suatu batas 0, log-normal "
        "memakai selisih."
    ),
    "What a range holds: the middle 90 percent of what may be, or all of it.": (
        "Yang dicakup rentang: 90 persen di tengah dari yang mungkin, atau semuanya."
    ),
}


def described(words: str, language: Language) -> str:
    """Returns what a key means, in a language; in English where it is not told in Indonesian yet."""
    english = " ".join(words.split())
    return KEYS.get(english, english) if language == "id" else english
