"""What `--help` says, in Indonesian: by the English words that stand where a command or an option is declared."""

__all__ = ["FRAMES", "HELPS"]

FRAMES = {  # of the page around it, by the names that typer has for them
    "ARGUMENTS_PANEL_TITLE": "Argumen",
    "OPTIONS_PANEL_TITLE": "Opsi",
    "COMMANDS_PANEL_TITLE": "Perintah",
    "ERRORS_PANEL_TITLE": "Kesalahan",
    "DEFAULT_STRING": "[bawaan: {}]",
    "REQUIRED_LONG_STRING": "[wajib]",
    "RICH_HELP": "Coba [blue]'{command_path} {help_option}'[/] untuk penjelasan.",
}
HELPS = {
    # the program
    "What can a small-industry estate deliver on time, what holds it back first, and what would help most?": (
        "Apa yang dapat dikirim tepat waktu oleh sebuah lingkungan industri kecil, apa yang lebih dulu menghambatnya, "
        "dan apa yang paling membantu?"
    ),
    "Show the version.": "Tampilkan versinya.",
    "Show this message and exit.": "Tampilkan penjelasan ini, lalu selesai.",
    # what many commands take
    "A scenario, or several on each other: base.yaml+change.yaml": (
        "Skenario, atau beberapa yang ditumpuk: base.yaml+change.yaml"
    ),
    "Scenarios.": "Skenario.",
    "A value of the scenario; repeatable.": "Nilai skenario; dapat diulang.",
    "Independent repetitions.": "Ulangan yang saling bebas.",
    "Independent repetitions of each.": "Ulangan yang saling bebas, dari masing-masing.",
    "Of all random numbers; the scenario's by default.": "Benih semua bilangan acak; bawaannya dari skenario.",
    "That a replication may need, about; the scenario's by default.": (
        "Memori yang boleh dipakai satu replikasi, kira-kira; bawaannya dari skenario."
    ),
    "Workers; the number of cores by default.": "Jumlah proses; bawaannya jumlah inti prosesor.",
    "Where folders of results are kept.": "Tempat folder hasil disimpan.",
    "Where folders of results are.": "Tempat folder hasil.",
    "By which results are found; `list` shows it.": "Nama untuk menemukan hasilnya; `list` menampilkannya.",
    "Of words, numbers and figures; the scenario's own by default.": (
        "Bahasa kata, angka, dan gambar; bawaannya dari skenario."
    ),
    "The same results from each; compiled is much faster.": "Hasilnya sama; compiled jauh lebih cepat.",
    "A folder of results, or the name it was given.": "Folder hasil, atau nama yang diberikan kepadanya.",
    "Look at its worlds too: a folder or name of `worlds`.": (
        "Lihat juga dunia andaiannya: folder atau nama hasil `worlds`."
    ),
    "One JSON object on standard output, nothing else.": "Satu objek JSON di keluaran standar, tanpa yang lain.",
    "Show only where the results are.": "Tampilkan hanya tempat hasilnya.",
    "'otif >= base - 0.02'.": "'otif >= base - 0.02'.",
    "Draw it into this file: .png, .svg or .pdf.": "Gambarkan ke berkas ini: .png, .svg, atau .pdf.",
    "Of the intervals.": "Tingkat kepercayaan selangnya.",
    # run
    "Simulate a scenario: the answer, KPIs with intervals, figures, a folder of results.": (
        "Simulasikan sebuah skenario: jawaban, KPI dengan selangnya, gambar, folder hasil."
    ),
    "small leaves orders, months and finished stock out, which are made again where needed.": (
        "small tanpa pesanan, bulanan, dan stok barang jadi, yang dibuat lagi bila diperlukan."
    ),
    "Also lift each constraint in turn: what binds?": "Lepaskan juga tiap kendala satu per satu: mana yang mengikat?",
    "Of an order book: its date, chances; repeatable.": (
        "Pesanan dari buku pesanan: tanggal dan peluangnya; dapat diulang."
    ),
    "Of time: lead_time_mean=hours; repeatable.": "Satuan waktu: lead_time_mean=hours; dapat diulang.",
    # why
    "Tell why an order of a run was late: its life, who held what it waited for, what would have been enough.": (
        "Jelaskan mengapa sebuah pesanan terlambat: perjalanannya, siapa yang memegang apa yang ditunggunya, dan apa "
        "yang sudah akan cukup."
    ),
    "Its number, or its name in an order book; the latest by default.": (
        "Nomornya, atau namanya di buku pesanan; bawaannya yang paling terlambat."
    ),
    "In which the order has this number.": "Replikasi tempat pesanan bernomor ini.",
    "Whose orders are looked at for the latest ones.": "Mitra yang dicari pesanan paling terlambatnya.",
    "How many of the latest orders, of all replications.": (
        "Berapa pesanan yang paling terlambat, dari semua replikasi."
    ),
    "Draw its life into this file: .png, .svg or .pdf.": (
        "Gambarkan perjalanannya ke berkas ini: .png, .svg, atau .pdf."
    ),
    # compare
    "Compare scenarios with the first one: the same draws, paired differences, verdicts, a folder of results.": (
        "Bandingkan skenario dengan yang pertama: bilangan acak bersama, selisih berpasangan, putusan, folder hasil."
    ),
    "Add replications until so precise; repeatable.": "Tambah replikasi sampai seteliti ini; dapat diulang.",
    "The KPI whose intervals hold for all scenarios at once.": (
        "KPI yang selangnya berlaku untuk semua skenario sekaligus."
    ),
    "Say by which month the difference stays within the band again; repeatable.": (
        "Katakan mulai bulan mana selisihnya kembali berada di dalam pita ini; dapat diulang."
    ),
    "Say in which worlds it holds, such as 'otif <= base - 0.05'.": (
        "Katakan di dunia andaian mana ini berlaku, misalnya 'otif <= base - 0.05'."
    ),
    "Show KPIs by group too.": "Tampilkan juga KPI menurut kelompok.",
    # credit
    "Tell what each measure of a package brings: alone, last, and its part, by year and for each rupiah.": (
        "Jelaskan apa yang dibawa tiap usulan dalam sebuah paket: sendiri, terakhir, dan bagiannya, menurut tahun dan "
        "per rupiah."
    ),
    "One to six files that extend what the base does.": "Satu sampai enam berkas yang meluaskan skenario dasar.",
    "The KPI that is told first.": "KPI yang disebut lebih dulu.",
    "A further KPI that is told; repeatable.": "KPI lain yang disebut; dapat diulang.",
    # select
    "Select the best option, with a stated probability of being right, and name those that are as good.": (
        "Pilih usulan terbaik dengan peluang benar yang dinyatakan, dan sebutkan yang sama baiknya."
    ),
    "Scenarios; the base is an option too.": "Skenario; skenario dasar termasuk pilihan.",
    "Options are measures: select of all packages.": "Pilihannya usulan: pilih dari semua paketnya.",
    "By which is chosen.": "KPI yang menentukan pilihan.",
    "The smallest difference worth telling; 0.5% of a share by default.": (
        "Selisih terkecil yang berarti; bawaannya 0,5% dari sebuah porsi."
    ),
    "That options may cost: 'Rp 5 billion'.": "Biaya tertinggi pilihannya: 'Rp 5 miliar'.",
    "Of being right.": "Peluang bahwa pilihannya benar.",
    "Replications of each option.": "Replikasi tiap pilihan.",
    "Replications at which it ends without a promise.": "Banyaknya replikasi saat berhenti tanpa janji.",
    # sweep
    "Run a scenario over a design of its values and keep every response, in Parquet.": (
        "Jalankan skenario di semua titik sebuah rancangan dan simpan setiap respons, dalam Parquet."
    ),
    "A factor: a range, or levels a,b,c; repeatable.": "Faktor: rentang, atau taraf a,b,c; dapat diulang.",
    "How points are chosen; that of a sweep.json again.": (
        "Cara titik dipilih; atau sekali lagi yang ada di sebuah sweep.json."
    ),
    "Of lhs and sobol; levels of a range in a grid.": (
        "Banyaknya titik lhs dan sobol; banyaknya taraf sebuah rentang pada grid."
    ),
    "Where it is kept, to go on from; results/ID by default.": (
        "Tempat menyimpannya, untuk dilanjutkan; bawaannya results/ID."
    ),
    # headroom
    "Find the largest demand that meets a requirement, or the fewest units, crews or boxes that do.": (
        "Cari permintaan terbesar yang masih memenuhi syarat, atau unit, regu, atau boks tersedikit yang memenuhinya."
    ),
    "'otif >= 0.95' or 'otif >= base - 0.02'.": "'otif >= 0.95' atau 'otif >= base - 0.02'.",
    "Whose demand is multiplied; all partners' by default.": (
        "Mitra yang permintaannya dikalikan; bawaannya semua mitra."
    ),
    "All partners' demand together (the default).": "Permintaan semua mitra sekaligus (bawaan).",
    "The fewest instead, of workshops.TYPE.let, smes.ID.crews or smes.ID.stock.COMPONENT.boxes.": (
        "Yang paling sedikit, dari workshops.TYPE.let, smes.ID.crews, atau smes.ID.stock.KOMPONEN.boxes."
    ),
    # worlds
    "Draw estates that differ in all that is assumed, and keep those that agree with what is known.": (
        "Buat dunia andaian yang berbeda dalam semua asumsi, dan simpan yang cocok dengan yang diketahui."
    ),
    "How many that agree with what is known are wanted.": "Berapa yang cocok dengan yang diketahui yang diinginkan.",
    "Of 200 worlds and a look at which others can hardly agree.": (
        "Banyaknya gelombang dari 200 dunia andaian, masing-masing disusul penyisihan yang nyaris tidak mungkin cocok."
    ),
    "Let targets without a source rule worlds out too.": (
        "Biarkan sasaran tanpa sumber ikut menyisihkan dunia andaian."
    ),
    "Of the scenario in each world.": "Replikasi skenario di tiap dunia andaian.",
    # app
    "Open the page: play with measures and sliders, look, ask and keep, in a browser on this machine.": (
        "Buka halaman: mainkan usulan dan penggeser, lihat, tanyakan, dan simpan, di peramban pada komputer ini."
    ),
    "8501, or the next that is free, by default.": "Bawaannya 8501, atau nomor berikutnya yang bebas.",
    "Open it in the browser.": "Buka di peramban.",
    # plot
    "Draw figures of a folder of results: of a run, of scenarios compared, of a sweep's factors, of headroom.": (
        "Gambarkan isi folder hasil: satu simulasi, perbandingan skenario, faktor sebuah sapuan, ruang tumbuh."
    ),
    "Its name; all that the folder has by default.": "Namanya; bawaannya semua gambar yang ada untuk folder itu.",
    "png by default.": "Bawaannya png.",
    "Where; in the folder by default.": "Tempatnya; bawaannya di dalam folder.",
    "That figures of sweeps and comparisons show; served or the headline.": (
        "KPI pada gambar sapuan dan perbandingan; served atau KPI utama."
    ),
    "Of a heat map: across, then upwards; given twice.": "Faktor peta panas: mendatar, lalu tegak; diberikan dua kali.",
    "Of a Gantt chart.": "Hari bagan Gantt.",
    # brief, export
    "Write a briefing of a run or a comparison for decision makers: a PDF to print and a docx to edit.": (
        "Tulis naskah ringkas untuk pengambil keputusan dari sebuah simulasi atau perbandingan: PDF untuk dicetak, "
        "docx untuk disunting."
    ),
    "Who asked; stands above the title.": "Siapa yang meminta; tercantum di atas judul.",
    "Where; the folder of results by default.": "Tempatnya; bawaannya folder hasil.",
    "Write results as tables for Excel: KPIs, differences, months, orders, and where the numbers come from.": (
        "Tulis hasil sebagai tabel untuk Excel: KPI, selisih, bulanan, pesanan, dan asal angkanya."
    ),
    "A workbook; this is what is written by default.": "Buku kerja; inilah yang ditulis bila tidak diminta lain.",
    "CSV files: id with semicolons and decimal commas, en with commas and points.": (
        "Berkas CSV: id dengan titik koma dan desimal koma, en dengan koma dan desimal titik."
    ),
    # validate, show, schema, init, template, list
    "Check scenarios and name every mistake with its file, line and path.": (
        "Periksa skenario dan sebutkan setiap kesalahan dengan berkas, baris, dan letaknya."
    ),
    "Print a scenario with all that it extends and sets, or the register of its numbers.": (
        "Tampilkan skenario dengan semua yang diwarisi dan ditetapkannya, atau daftar angkanya."
    ),
    "Every number with its source or range.": "Setiap angka dengan sumber atau rentangnya.",
    "Print the JSON Schema of scenario files, for editors.": (
        "Tampilkan JSON Schema berkas skenario, untuk penyunting teks."
    ),
    "Lay out the scenarios (and notebooks) that come with takarusim, to start from.": (
        "Letakkan skenario (dan buku catatan) bawaan takarusim, untuk memulai."
    ),
    "Where; what is there already is left alone.": "Tempatnya; yang sudah ada dibiarkan.",
    "Write a scenario as a workbook to be filled in, which is read wherever a scenario is.": (
        "Tulis skenario sebagai buku kerja untuk diisi, yang dibaca di mana pun skenario dibaca."
    ),
    "The workbook; one that is there is left alone.": "Buku kerjanya; yang sudah ada dibiarkan.",
    "List results by name, title, date, kind and size, the latest first.": (
        "Daftar hasil menurut nama, judul, tanggal, jenis, dan ukuran, yang terbaru lebih dulu."
    ),
    # fit
    "Estimate what a log of orders tells, as a scenario too: rates, season, mixes, pieces, quoted and lead times.": (
        "Taksir apa yang dikatakan catatan pesanan, juga sebagai skenario: laju, musim, campuran, jumlah, waktu yang "
        "dijanjikan, dan waktu tunggu."
    ),
    "A workbook or CSV: partner, component, placed, quantity; maybe due, delivered.": (
        "Buku kerja atau CSV: mitra, komponen, tanggal pesan, jumlah; boleh juga tenggat, terkirim."
    ),
    "A scenario whose partners and components the log names.": (
        "Skenario yang mitra dan komponennya disebut catatan itu."
    ),
    "Write a scenario: the one above, with what the log tells.": (
        "Tulis sebuah skenario: yang di atas, dengan isi catatan itu."
    ),
    "Of the samples that intervals and tests rest on.": "Benih sampel yang mendasari selang dan uji.",
    "Draw how it fits into this file: .png, .svg or .pdf.": (
        "Gambarkan kecocokannya ke berkas ini: .png, .svg, atau .pdf."
    ),
}
