"""Every mistake that takarusim tells of, in Indonesian and English: what is wrong, got what; what would be right.

A key is what a mistake is raised with; the names in braces are the values that it is raised with. `mistakes` puts them
in. To add one, raise it with a new key, and give the key its words here. Those about parameters of
distributions are in the register of families.
"""

from takarusim.registers import families

__all__ = ["CATALOGUE"]

# each key with its Indonesian and its English words
CATALOGUE: dict[str, tuple[str, str]] = {
    # -- numbers and their units
    "not_a_number": ("bukan angka, tertulis {got}; {right}", "not a number, got {got}; {right}"),
    "not_finite": ("bukan bilangan terhingga, tertulis {got}; {right}", "not a finite number, got {got}; {right}"),
    "not_whole": ("bukan bilangan bulat, tertulis {got}; {right}", "not a whole number, got {got}; {right}"),
    "not_a_number_with_unit": (
        "bukan angka dengan satuan, tertulis {got}; {right}",
        "not a number with a unit, got {got}; {right}",
    ),
    "no_unit": ("tanpa satuan, tertulis {got}; {right}", "no unit, got {got}; {right}"),
    "unknown_unit": (
        "satuan {unit} tidak dikenal, tertulis {got}; {right}",
        "unknown unit {unit}, got {got}; {right}",
    ),
    "unit_of_another_dimension": (
        "{unit} bukan satuannya, tertulis {got}; {right}",
        "{unit} is no unit of it, got {got}; {right}",
    ),
    "another_dimension": ("besaran lain, tertulis {got}; {right}", "of another kind, got {got}; {right}"),
    "points_in_number": (
        "ada titik-titik di dalam angka, tertulis {got}; tanpa titik ribuan, seperti 'Rp 1,500,000'",
        "points in the number, got {got}; none between thousands, as in 'Rp 1,500,000'",
    ),
    "comma_in_number": (
        "ada koma di dalam angka, tertulis {got}; {right}",
        "a comma in the number, got {got}; {right}",
    ),
    "point_of_thousands": (
        "ada titik di depan tiga angka, tertulis {got}; tulis {large} atau {small}",
        "a point before three digits, got {got}; write {large} or {small}",
    ),
    "too_many_digits": (
        "terlalu banyak angka nol, tertulis {got}; paling banyak {most}",
        "too many digits, got {got}; at most {most}",
    ),
    "too_small": ("terlalu kecil, tertulis {got}; {right}", "too small, got {got}; {right}"),
    "too_large": ("terlalu besar, tertulis {got}; {right}", "too large, got {got}; {right}"),
    "no_value": (
        "tanpa nilai, tertulis {got}; {right}, di bawah kunci value",
        "no value, got {got}; {right}, under the key value",
    ),
    "half_a_range": (
        "rentang tidak lengkap, tertulis {got}; batas bawah dan batas atas",
        "half a range, got {got}; both low and high",
    ),
    "low_above_high": (
        "batas bawah melebihi batas atas, tertulis low {low} dan high {high}; batas bawah lebih dahulu",
        "low above high, got low {low} and high {high}; low first",
    ),
    "example.duration": (
        "lama waktu seperti '45 menit' atau '3 hari'",
        "a duration such as '45 min' or '3 days'",
    ),
    "example.mass": ("berat seperti '2 t' atau '350 kg'", "a mass such as '2 t' or '350 kg'"),
    "example.money": (
        "jumlah uang seperti 'Rp 5.6 juta' atau 'Rp 2,000'",
        "an amount such as 'Rp 5.6 million' or 'Rp 2,000'",
    ),
    "example.share": ("porsi seperti 0.02 atau '2 %'", "a share such as 0.02 or '2 %'"),
    "example.number": ("angka seperti 1.1", "a number such as 1.1"),
    "example.any": ("nilai seperti 3, '2 %', atau '8 days'", "a value such as 3, '2 %' or '8 days'"),
    "example.count": ("bilangan bulat seperti 3", "a whole number such as 3"),
    "sheet_without_keys": (
        (
            "lembar tanpa baris kunci, tertulis {got}; seperti yang ditulis takarusim template, atau nama lembar yang "
            "dimulai dengan #"
        ),
        "a sheet without a row of keys, got {got}; as takarusim template writes it, or a name that begins with #",
    ),
    "list_read": ("banyak baris: {n}, {separated}", "rows: {n}, {separated}"),
    "log_without_orders": (
        "catatan pesanan tanpa pesanan, tertulis 0 baris; satu baris tiap pesanan",
        "a log without orders, got 0 rows; a row for each order",
    ),
    "cell_empty": (
        "kolom {column} kosong di baris ini, tidak tertulis; setiap pesanan menyebutnya",
        "nothing in column {column} of this row, got nothing; each order says it",
    ),
    "before_the_order": (
        "lebih awal daripada pesanannya, tertulis {got}; {right} atau sesudahnya",
        "before the order itself, got {got}; {right} or later",
    ),
    "fragment_without_base": (
        "skenario dari catatan pesanan perlu dasar, tertulis {got}; --extends BERKAS",
        "a scenario of a log needs a base, got {got}; --extends FILE",
    ),
    "at_cell": ("{cell}: {wrong}", "{cell}: {wrong}"),
    "merged_cells": (
        "sel digabung; pisahkan, setiap baris menulis nilainya sendiri",
        "merged cells; split them, each row says its own",
    ),
    "formula_failed": (
        "rumusnya gagal; perbaiki, atau tulis nilainya",
        "its formula failed; mend it, or write the value",
    ),
    "formula_without_value": (
        "rumus tanpa hasil; buka di Excel, lalu simpan",
        "a formula without its result; open the file in Excel and save it",
    ),
    "column_twice": (
        "kolom ditulis dua kali, tertulis {got}; salah satu",
        "a column that is there twice, got {got}; one of them",
    ),
    "row_without_id": (
        "baris tanpa nama di kolom {key}; setiap baris menyebut namanya",
        "a row without a name in column {key}; each row says its own",
    ),
    "row_twice": (
        "nama ditulis dua kali, tertulis {got}, juga di {where}; salah satu",
        "a name that is there twice, got {got}, in {where} too; one of them",
    ),
    "no_such_owner": (
        "tidak ada baris bernama itu di lembar {key}, tertulis {got}; {right}",
        "no row of that name in sheet {key}, got {got}; {right}",
    ),
    "ambiguous_date": (
        "tanggal dapat dibaca dua cara, tertulis {got}; tulis {first} atau {second}",
        "a date that can be read in two ways, got {got}; write {first} or {second}",
    ),
    "already_there": (
        "berkas sudah ada, tertulis {got}; nama lain",
        "a file that is there already, got {got}; another name",
    ),
    "no_name_of_a_workbook": (
        "bukan nama buku kerja, tertulis {got}; misalnya lingkungan.xlsx",
        "not the name of a workbook, got {got}; such as estate.xlsx",
    ),
    "long_cell": (
        "terlalu panjang untuk sel Excel, tertulis {got}; teks yang lebih pendek",
        "too long for a cell of Excel, got {got}; a shorter text",
    ),
    "not_installed": (
        "{library} belum terpasang; pasang dengan pip install 'takarusim[{extra}]'",
        "{library} is not installed; install it with pip install 'takarusim[{extra}]'",
    ),
    # units, by what they measure; never the one that is nearest in spelling: mnt is no month
    "units.duration": (
        "salah satu dari ms, detik, menit, jam, hari, minggu, bulan, tahun",
        "one of ms, s, min, h, day, week, month, year",
    ),
    "units.mass": ("salah satu dari g, kg, t", "one of g, kg, t"),
    "units.money": ("salah satu dari Rp, ribu, juta, miliar", "one of Rp, thousand, million, billion"),
    "units.share": ("salah satu dari %, ppm", "one of %, ppm"),
    "units.number": ("salah satu dari %, ppm", "one of %, ppm"),
    # -- distributions
    "two_distributions": ("dua distribusi, tertulis {got}; salah satu", "two distributions, got {got}; one of them"),
    "no_distribution": (
        "bukan distribusi, tertulis {got}; {right}, di bawah kunci value",
        "no distribution, got {got}; {right}, under the key value",
    ),
    "unknown_distribution": (
        "distribusi tidak dikenal, tertulis {got}; {right}",
        "unknown distribution, got {got}; {right}",
    ),
    "unit_not_text": (
        "satuan bukan teks, tertulis {got}; satuan seperti 'min'",
        "unit is not text, got {got}; a unit such as 'min'",
    ),
    "not_the_parameters": (
        "bukan parameter {family}, tertulis {got}; {right}",
        "not the parameters of {family}, got {got}; {right}",
    ),
    "no_list_of_numbers": (
        "{name} bukan daftar angka, tertulis {got}; {right}",
        "{name} is no list of numbers, got {got}; {right}",
    ),
    "parameter_not_finite": (
        "{name} tidak terhingga, tertulis {got}; {right}",
        "{name} is not finite, got {got}; {right}",
    ),
    "low_above_high_in": (
        "{name} di batas bawah melebihi {name} di batas atas, tertulis {got}; batas bawah lebih dahulu",
        "{name} of low above {name} of high, got {got}; low first",
    ),
    "rounds_to_0": (
        "{name} kurang dari setengah milidetik, tertulis {got}; waktu berupa milidetik utuh, paling sedikit 1 ms",
        "{name} under half a millisecond, got {got}; times are whole milliseconds, so at least 1 ms",
    ),
    # -- keys and values of a file
    "unknown_key": ("kunci tidak dikenal, tertulis {got}; {right}", "unknown key, got {got}; {right}"),
    "unknown_key_beside": (
        "kunci {key} tidak dikenal, tertulis {got}; {right}",
        "unknown key {key}, got {got}; {right}",
    ),
    "missing": ("belum ada, tidak tertulis; {right}", "missing, got nothing; {right}"),
    "not_text": (
        "bukan teks, tertulis {got}; teks, dalam tanda kutip bila mirip angka",
        "not text, got {got}; text, in quotes if it looks like a number",
    ),
    "not_text_beside": (
        "{key} bukan teks, tertulis {got}; teks, dalam tanda kutip bila mirip angka",
        "{key} is not text, got {got}; text, in quotes if it looks like a number",
    ),
    "not_a_line": (
        "bukan satu baris teks, tertulis {got}; teks, atau {{en: ..., id: ...}}",
        "not a line of text, got {got}; text, or {{en: ..., id: ...}}",
    ),
    "not_a_truth": (
        "bukan true atau false, tertulis {got}; {right}",
        "neither true nor false, got {got}; {right}",
    ),
    "not_a_date": ("bukan tanggal, tertulis {got}; misalnya 2024-01-31", "not a date, got {got}; such as 2024-01-31"),
    "not_a_moment": (
        "bukan tanggal dan jam, tertulis {got}; misalnya 2024-01-31 08:00",
        "not a moment, got {got}; such as 2024-01-31 08:00",
    ),
    "off_the_calendar": (
        "di luar kalender, tertulis {got}; dari {first} sampai {last}",
        "off the calendar, got {got}; from {first} to {last}",
    ),
    "time_zone": (
        "ada zona waktu, tertulis {got}; waktu setempat, misalnya 2024-01-31 08:00",
        "a time zone, got {got}; local time, such as 2024-01-31 08:00",
    ),
    "no_time_of_day": (
        "bukan jam, tertulis {got}; jam dan menit seperti 08:00",
        "no time of day, got {got}; hours and minutes such as 08:00",
    ),
    "no_id": (
        "bukan id, tertulis {got}; huruf, angka, dan tanda hubung tunggal di antaranya",
        "no id, got {got}; letters, digits and single hyphens between them",
    ),
    "no_mapping": (
        "bukan pasangan kunci dan nilai, tertulis {got}; kunci dengan nilai",
        "no mapping, got {got}; keys with values",
    ),
    "no_list": ("bukan daftar, tertulis {got}; daftar seperti [a, b]", "no list, got {got}; a list such as [a, b]"),
    "too_few": ("terlalu sedikit, tertulis {got}; paling sedikit {right}", "too few, got {got}; at least {right}"),
    "too_many": ("terlalu banyak, tertulis {got}; paling banyak {right}", "too many, got {got}; at most {right}"),
    "no_such_choice": (
        "tidak ada pilihan seperti itu, tertulis {got}; {right}",
        "no such choice, got {got}; {right}",
    ),
    "not_right": (
        "tidak benar, tertulis {got}; lihat acuan skenario",
        "not right, got {got}; see the scenario reference",
    ),
    "needed.Ban.from": ("saat mulai", "First moment"),
    "needed.Ban.until": ("saat pertama sesudahnya", "First moment after it"),
    "needed.BookedOrder.component": ("apa yang dipesan", "What"),
    "needed.BookedOrder.placed": ("tanggal dan jam", "When"),
    "needed.BookedOrder.quantity": ("berapa buah", "How many pieces"),
    "needed.Calendar.hours": (
        'per hari atau rentang hari: {{monday-friday: "08:00-12:00, 13:00-16:00", saturday: "08:00-13:00"}}',
        'Per day or range of days: {{monday-friday: "08:00-12:00, 13:00-16:00", saturday: "08:00-13:00"}}',
    ),
    "needed.Closure.from": ("hari tutup pertama", "First day closed"),
    "needed.Closure.until": ("hari buka pertama sesudahnya", "First day open again"),
    "needed.Component.routing": (
        "operasinya menurut nama, sesuai urutan pengerjaan",
        "Its operations by name, in the order in which they are done",
    ),
    "needed.Failures.life": (
        "waktu antara perbaikan dan kerusakan berikutnya",
        "Time between a repair and the next failure",
    ),
    "needed.Failures.repair": ("lama perbaikan", "How long a repair takes"),
    "needed.Lane.travel": (
        "dari berangkat sampai tiba, tanpa larangan jalan",
        "From departure to arrival, without bans",
    ),
    "needed.Material.opening": ("stok awal", "On hand at the beginning"),
    "needed.MixPart.share": (
        "bobot komponen ini di antara pesanan mitra",
        "Weight of this component among the partner's orders",
    ),
    "needed.NewUnits.units": (
        "berapa bangunan bertambah, atau, bila negatif, berkurang (yang terakhir ditutup)",
        "How many buildings more, or, negative, fewer (the last ones close)",
    ),
    "needed.Operation.workshop": (
        "tipe bengkel tempat pengerjaannya; `none` untuk operasi di luar: pindah, dingin, olah di tempat lain",
        "The workshop type it is done in; `none` for an operation outside: moving, cooling, treatment elsewhere",
    ),
    "needed.Partner.components": (
        "apa yang dipesan: bobot, atau {{share, quantity}}",
        "What it orders: weights, or {{share, quantity}}",
    ),
    "needed.Partner.orders": ("kapan mitra memesan", "When it orders"),
    "needed.Programme.firms": (
        "siapa yang diajak, menurut urutannya: IKM menurut id (semua usahanya), atau satu usaha seperti `heavy-03`",
        "Whom it asks, in this order: SMEs by id, all firms of one, or single firms such as `heavy-03`",
    ),
    "needed.Programme.from": ("hari mulai angkatan pertama", "The day on which its first cohort starts"),
    "needed.Programme.reached": (
        "skor pada akhirnya; yang lebih tinggi tetap",
        "The score at the end; a firm that has a higher one keeps it",
    ),
    "needed.Overtime.hours": (
        "paling lama sekian; tidak lebih dari 4 jam sehari yang diizinkan undang-undang",
        "For how long at most; no more than the 4 hours a day that the law allows",
    ),
    "needed.Overtime.above": (
        "lembur bila tiap regu punya pekerjaan lebih dari ini yang dapat dikerjakan saat itu",
        "They work on where each crew has more work than this that it could do then",
    ),
    "needed.PlannedHours.from": ("hari pertama dengan jam ini", "First day with these hours"),
    "needed.PlannedHours.until": ("hari pertama dengan jam biasa lagi", "First day with the usual hours again"),
    "needed.PlannedHours.hours": (
        'jam dalam seminggu, ditulis seperti jam kalendernya: {{monday-friday: "07:30-12:00, 12:30-14:30"}}',
        'Its hours of the week, written as the calendar\'s: {{monday-friday: "07:30-12:00, 12:30-14:30"}}',
    ),
    "needed.RateFactor.factor": (
        "pengali laju; beberapa faktor saling dikalikan",
        "Multiplies the rate; factors multiply each other",
    ),
    "needed.Reorder.lead_time": ("dari pembelian sampai penerimaan", "From purchase to receipt"),
    "needed.Reorder.point": (
        "beli bila posisi (stok + dipesan - terutang) turun sampai angka ini",
        "Buy when the position (on hand + on order - owed) falls to it",
    ),
    "needed.FinishedStock.boxes": (
        "jumlah dalam boks: stok saat simulasi mulai, dan tingkat yang diisi kembali",
        "The level, in boxes: so many are in stock as the run begins, and replenishments lift it to that",
    ),
    "needed.Gate.score": (
        "skor yang harus dimiliki IKM; tanpa skor dianggap 0. Yang memilikinya pada awal simulasi dianggap memenuhi",
        "What an SME needs; one without a score has 0. Who has it as the run begins is qualified",
    ),
    "needed.Review.dates": ("kapan", "When"),
    "needed.Review.window": (
        "yang dihitung: pesanan yang jendela kirimnya berakhir dalam waktu ini sebelum penilaian, sejak IKM itu gagal",
        (
            "The orders that count are those whose delivery window has ended within this time before the review, and "
            "since the SME last missed"
        ),
    ),
    "needed.Growth.dates": (
        "kapan tingkatnya bergerak, menurut pesanan mitra yang jendela kirimnya berakhir sejak tanggal sebelumnya",
        "When the level moves, by the partner's orders whose delivery windows have ended since the date before",
    ),
    "needed.Growth.step": (
        "berapa banyak naik atau turunnya; pada awal simulasi tingkatnya 100 persen",
        "By how much it rises or falls; the level is 100 percent as the run begins",
    ),
    "needed.Growth.good": (
        "bagian pesanan itu, termasuk yang ditolak, yang harus tepat waktu dan lengkap agar tingkatnya naik",
        "Share of these orders, refused ones included, that must be on time in full for it to rise",
    ),
    "needed.Growth.bad": (
        "bagian yang bila tidak tercapai membuatnya turun; di antara keduanya tingkatnya tetap",
        "Share below which it falls; between the two it stays",
    ),
    "needed.Prospect.chance": (
        "peluang ia didapat pada satu acara, setiap kali sampai berhasil",
        "That it is won at an event, at each one until it is",
    ),
    "needed.Matching.events": (
        "kapan acaranya diadakan; dua pada satu hari dihitung satu",
        "When they are held; two on one day are one",
    ),
    "needed.Scenario.components": ("komponen menurut id", "Components by id"),
    "needed.Scenario.partners": (
        "mitra menurut id; masing-masing satu aliran pesanan",
        "Partners by id; each is one stream of orders",
    ),
    "needed.Scenario.time": ("jangka waktunya", "The span"),
    "needed.Single.members": (
        "jalur; IKM yang menerima pesanan dari salah satunya mengambil bahan dari stok, yang lain membeli sendiri",
        ("Channels: SMEs that take orders from one of them get the material from the stock, all others buy it singly"),
    ),
    "needed.Single.lead_time": (
        "berapa lama satu lot menunggunya; stok dan pemasoknya tidak tahu",
        "How long a lot waits for it; the stock and its suppliers know nothing of it",
    ),
    "needed.Source.date": ("kapan, setepat yang diketahui", "When, as precisely as known"),
    "needed.Source.publisher": ("siapa penerbitnya", "Who published it"),
    "needed.Supply.lead_time": ("dari pembelian sampai penerimaan", "From purchase to receipt"),
    "needed.WorkshopType.units": ("jumlah bangunan tipe ini", "Buildings of this type"),
    # -- paths and files
    "needed.WorkshopOf.value": ("tipe bengkel, atau `none`", "The workshop type, or `none`"),
    "no_value_set": (
        "tanpa nilai, tertulis {got}; alamat=nilai, misalnya workshops.C.units=50",
        "no value, got {got}; path=value, such as workshops.C.units=50",
    ),
    "no_such_path": ("tidak ada alamat seperti itu, tertulis {got}; {right}", "no such path, got {got}; {right}"),
    "nothing_below": (
        "tidak ada apa-apa di bawah {path}, tertulis {got}; atur {path} itu sendiri",
        "nothing below {path}, got {got}; set {path} itself",
    ),
    "nothing_to_take_away": (
        "tidak ada kunci seperti itu untuk dihapus, tertulis {got}; {right}",
        "no such key to take away, got {got}; {right}",
    ),
    "no_value_in_yaml": (
        "bukan YAML ({why}), tertulis {got}; nilai dalam YAML, misalnya 50 atau '3 days'",
        "not YAML ({why}), got {got}; a value in YAML, such as 50 or '3 days'",
    ),
    "not_yaml": (
        "bukan YAML ({why}); periksa lekuk baris, titik dua, dan tanda kutip",
        "not YAML ({why}); check indentation, colons and quotes",
    ),
    "not_utf8": ("bukan teks UTF-8; simpan sebagai UTF-8", "not UTF-8 text; save it as UTF-8"),
    "not_a_scenario": (
        "bukan skenario, tertulis {got}; kunci dengan nilai",
        "not a scenario, got {got}; keys with values",
    ),
    "no_such_file": ("berkas tidak ditemukan, tertulis {got}; {right}", "no such file, got {got}; {right}"),
    "unreadable_file": (
        "berkas tidak dapat dibaca, tertulis {got} ({why}); {right}",
        "cannot read the file, got {got} ({why}); {right}",
    ),
    "not_a_file": (
        "bukan berkas, tertulis {got}; nama satu berkas skenario",
        "not a file, got {got}; the name of one scenario file",
    ),
    "file_elsewhere": (
        "berkas di folder lain tidak dibaca, tertulis {got}; nama berkas tanpa folder",
        "no file of another folder is read, got {got}; the name of a file without a folder",
    ),
    "extends_itself": (
        "memperluas dirinya sendiri, tertulis {got}; dasar yang tidak memperluas berkas ini",
        "extends itself in a circle, got {got}; a base that does not extend this file",
    ),
    "no_such_column": (
        "tidak ada kolom {column} di {name}, tertulis {got} ({separated}); {right}",
        "no column {column} in {name}, got {got} ({separated}); {right}",
    ),
    "nested_without_end": (
        "bersarang tanpa akhir; paling banyak {most} tingkat",
        "nested without end; at most {most} levels",
    ),
    "repeated_without_end": ("berulang tanpa akhir; kurangi *", "repeated without end; fewer *"),
    "key_not_text": ("kunci bukan teks; kunci biasa", "a key that is no text; plain keys"),
    "key_twice": (
        "kunci ditulis dua kali, sudah tertulis di baris {line}; salah satu",
        "key given twice, got it in line {line} already; one of them",
    ),
    "merged_no_mapping": (
        "yang digabungkan bukan pasangan kunci dan nilai; <<: *jangkar dari pasangan kunci dan nilai",
        "merged with no mapping; <<: *anchor of a mapping",
    ),
    "tag": ("ada tag YAML, tertulis {got}; nilai biasa", "a tag, got {got}; plain values"),
    "set_twice": (
        "diatur dua kali, tertulis {got} dan {other} di {where}; satu nilai",
        "set twice, got {got} and {other} in {where}; one value",
    ),
    # -- names
    "no_such": ("tidak ada {what} seperti itu, tertulis {got}; {right}", "no such {what}, got {got}; {right}"),
    "thing.calendar": ("kalender", "calendar"),
    "thing.channel": ("jalur", "channel"),
    "thing.component": ("komponen", "component"),
    "thing.group": ("kelompok", "group"),
    "thing.holidays": ("daftar hari libur", "list of holidays"),
    "thing.kind": ("jenis mitra", "kind"),
    "thing.operation": ("operasi", "operation"),
    "thing.lane": ("jalur kirim", "lane"),
    "thing.material": ("bahan baku", "material"),
    "thing.partner": ("mitra", "partner"),
    "thing.size": ("kelas ukuran", "size"),
    "thing.sme": ("IKM", "SME"),
    "thing.source": ("sumber", "source"),
    "thing.workshop": ("bengkel", "workshop"),
    "thing.workshop_type": ("tipe bengkel", "workshop type"),
    "no_such_kpi": ("tidak ada KPI seperti itu, tertulis {got}; {right}", "no such KPI, got {got}; {right}"),
    "no_name_of_kpi": (
        "bukan nama KPI, tertulis {got}; misalnya otif atau utilisation[workshop=C]",
        "no name of a KPI, got {got}; such as otif or utilisation[workshop=C]",
    ),
    "kpi_asks": (
        "nama KPI tanpa nilainya, tertulis {got}; misalnya {kpi}[30 days]",
        "a KPI's name without its value, got {got}; such as {kpi}[30 days]",
    ),
    "kpi_asks_nothing": (
        "nama KPI dengan nilai yang tidak dikenalnya, tertulis {got}; {kpi}, atau {kpi}[partner=market-1]",
        "a KPI's name with a value that it does not ask for, got {got}; {kpi}, or {kpi}[partner=market-1]",
    ),
    "no_name_for_a_type": (
        "bukan nama tipe, tertulis {got}; itu berarti operasi di luar, pakai nama lain",
        "no name for a type, got {got}; it means an operation outside, take another name",
    ),
    "name_taken": (
        "nama sudah dipakai, tertulis {got}; nama lain, karena {by}",
        "name taken, got {got}; another one, as {by}",
    ),
    "phrase.several_firms": ("{name} mewakili beberapa IKM", "{name} stands for several firms"),
    "phrase.a_type": ("ada tipe {name}", "there is a type {name}"),
    "phrase.a_change": ("ada perubahan {name} pada tipe {type}", "there is a change {name} of type {type}"),
    "unused_source": (
        "sumber yang tidak dipakai; angka darinya, atau tanpa sumber itu",
        "a source that nothing names; a number of it, or no source",
    ),
    "no_range_around": (
        "rentang tidak memuat nilainya, tertulis {got}; kelipatan seperti [0.5, 2]",
        "no range around the value, got {got}; multiples such as [0.5, 2]",
    ),
    "no_range_of_assumption": (
        "asumsi tanpa rentang, tertulis {got}; low dan high di sampingnya, atau range bagiannya",
        "an assumption without a range, got {got}; low and high beside it, or a part's range",
    ),
    "no_selector": (
        "bukan pemilih alamat, tertulis {got}; seperti 'components.*.mass' atau 'partners.*[kind=market].quantity'",
        "no selector of paths, got {got}; such as 'components.*.mass' or 'partners.*[kind=market].quantity'",
    ),
    "in_no_group": (
        "asumsi tanpa kelompok, tidak tertulis di assumptions; alamatnya di sana, atau `source: choice` bila keputusan",
        "an assumption in no group, got none of assumptions; its path in one of them, or `source: choice` if decided",
    ),
    "in_two_groups": (
        "asumsi di beberapa kelompok, tertulis {got}; hanya di salah satunya",
        "an assumption in several groups, got {got}; in one of them alone",
    ),
    "goes_one_way": (
        "bilangan bulat yang hanya bisa bergerak ke satu arah, tertulis {got}; low dan high di sampingnya, atau choice",
        "a whole number that can go only one way, got {got}; low and high beside it, or source: choice",
    ),
    "group_of_nothing": (
        "tidak ada asumsi dengan alamat seperti itu, tertulis {got}; alamat lain, atau tanpa itu",
        "no assumption has such a path, got {got}; another path, or without it",
    ),
    "outside_its_range": (
        "di luar rentangnya, tertulis {got}; dari {low} sampai {high}",
        "outside its range, got {got}; from {low} to {high}",
    ),
    # -- time
    "no_end_of_time": (
        "time tanpa akhir, tanpa last_day dan tanpa long_run; salah satu",
        "time: no end, got neither last_day nor long_run; one of them",
    ),
    "no_plan_or_long_run": (
        "bukan rencana dan bukan simulasi jangka panjang, tertulis {got}; salah satu",
        "neither a plan nor a long run, got {got}; one of them",
    ),
    "phrase.neither_span": ("tanpa last_day dan tanpa long_run", "neither of last_day and long_run"),
    "phrase.both_spans": ("last_day dan long_run sekaligus", "both of last_day and long_run"),
    "before_first_day": (
        "sebelum hari pertama, tertulis {got}; mulai {first}",
        "before the first day, got {got}; from {first} on",
    ),
    "change_before_first_day": (
        "sebelum hari pertama, tertulis {got}; mulai {first}, atau units milik tipe itu sendiri",
        "before the first day, got {got}; from {first} on, or units of the type itself",
    ),
    "run_in_of_long_run": (
        "ada masa awal di simulasi jangka panjang, tertulis {got}; warm_up, yang dibuang dari simulasi jangka panjang",
        "a run-in of a long run, got {got}; warm_up, which a long run leaves out",
    ),
    "warm_up_of_plan": (
        "ada periode yang dibuang di sebuah rencana, tertulis {got}; run_in, yang membentuk hari pertamanya",
        "a warm-up of a plan, got {got}; run_in, which makes a plan's first day",
    ),
    "warm_up_too_long": (
        "sepanjang simulasinya sendiri, tertulis {got}; kurang dari {most}",
        "as long as the run, got {got}; less than {most}",
    ),
    "span_too_long": (
        "terlalu lama, tertulis sampai {got}; paling lambat {last}",
        "too long, got up to {got}; by {last}",
    ),
    "not_whole_days": (
        "bukan hari penuh, tertulis {got}; hari atau minggu penuh",
        "not whole days, got {got}; whole days or weeks",
    ),
    "not_after_beginning": (
        "tidak sesudah awalnya, tertulis {got}; sesudah {first}",
        "not after its beginning, got {got}; later than {first}",
    ),
    "change_in_long_run": (
        "ada perubahan bertanggal di simulasi jangka panjang, tertulis satu; rencana (last_day), atau tanpa itu",
        "a dated change in a long run, got one; a plan (last_day), or none",
    ),
    "ramp_in_long_run": (
        "ada kenaikan bertahap di simulasi jangka panjang, tertulis {got}; rencana (last_day), atau tanpa itu",
        "a ramp in a long run, got {got}; a plan (last_day), or none",
    ),
    "beginning_in_long_run": (
        "ada awal di simulasi jangka panjang, tertulis {got}; tanpa itu, atau rencana (last_day)",
        "a beginning in a long run, got {got}; none, or a plan (last_day)",
    ),
    "end_in_long_run": (
        "ada akhir di simulasi jangka panjang, tertulis {got}; tanpa itu, atau rencana (last_day)",
        "an end in a long run, got {got}; none, or a plan (last_day)",
    ),
    "never_happens": (
        "sesudah hari terakhir, tertulis {got}; itu tidak pernah terjadi",
        "after the last day, got {got}; it never happens",
    ),
    "never_orders": (
        "sesudah hari terakhir, tertulis {got}; ia tidak pernah memesan",
        "after the last day, got {got}; it never orders",
    ),
    # -- changes
    "phrase.decided_and_from": ("decided dan from", "decided and from"),
    "no_beginning": (
        "bukan satu awal, tertulis {got}; decided untuk yang dibangun, atau from",
        "not one beginning, got {got}; decided of what is built, or from",
    ),
    "built_undecided": (
        "dibangun tanpa hari keputusan, tertulis {got}; decided sebagai ganti from",
        "built without a day on which it is decided, got {got}; decided instead of from",
    ),
    "closed_for_a_while": (
        "bangunan yang ditutup tidak dibuka lagi, tertulis until {got}; tanpa until",
        "units that close do not open again, got until {got}; no until",
    ),
    "brought_twice": (
        "IKM yang datang dua kali, tertulis {got}; IKM lain, karena {by} sudah mendatangkannya",
        "an SME that comes twice, got {got}; another one, as {by} brings it already",
    ),
    "more_firms_than_units": (
        "lebih banyak usaha daripada bangunan baru yang terisi, tertulis {got}; paling banyak {most}",
        "more firms than new units that are let, got {got}; at most {most}",
    ),
    "cannot_change": ("ini tidak dapat berubah, tertulis {got}; {right}", "this cannot change, got {got}; {right}"),
    "cannot_close": ("ini tidak dapat ditutup, tertulis {got}; {right}", "this cannot be closed, got {got}; {right}"),
    "nothing_to_close": (
        "tidak ada pemasok di situ, tertulis {got}; beri dahulu pemasok di alamat itu",
        "no supplier there, got {got}; one at that path first",
    ),
    "nothing_to_change": (
        "tidak ada nilai yang dapat berubah di situ, tertulis {got}; beri dahulu nilai di alamat itu",
        "no value there that could change, got {got}; a value at that path first",
    ),
    "set_of_times": (
        "waktu yang acak hanya berubah menurut faktor, tertulis {got} di bawah set; alamat itu di bawah times",
        "times that are drawn change by a factor only, got {got} under set; that path under times",
    ),
    "set_at_once": (
        "diatur dua kali untuk hari yang sama, tertulis {got}, oleh {other} juga; satu nilai pada satu waktu",
        "set twice for the same day, got {got}, and by {other}; one value at a time",
    ),
    # -- calendars
    "day_twice": (
        "{day} ditulis dua kali, tertulis {got} di samping {other}; tiap hari sekali, misalnya dengan {key}: null",
        "{day} twice, got {got} beside {other}; each day once, as with {key}: null",
    ),
    "hours_overlap": (
        "rentang jam bertumpuk, tertulis rentang yang mulai di dalam rentang lain; berurutan",
        "intervals of hours overlap, got one that begins in another; one after the other",
    ),
    "spans_overlap": (
        "mulai di dalam rentang {other}, tertulis {got}; mulai {right} atau sesudahnya",
        "begins within span {other}, got {got}; {right} or later",
    ),
    "overtime_without_crews": (
        "lembur regu yang tak terbatas jumlahnya, tertulis {got}; crews di sampingnya, atau tanpa overtime",
        "overtime of crews without limit, got {got}; crews beside it, or no overtime",
    ),
    "overtime_without_calendar": (
        "lembur tanpa jam tutup, tertulis {got}; calendar di sampingnya, atau tanpa overtime",
        "overtime without closing hours, got {got}; calendar beside it, or no overtime",
    ),
    "overtime_and_finish": (
        "lembur padahal shift menyelesaikan pekerjaan, tertulis {got}; rules.end_of_shift: pause, atau tanpa overtime",
        "overtime where shifts finish their work, got {got}; rules.end_of_shift: pause, or no overtime",
    ),
    "nothing_to_finish": (
        "pekerjaan di akhir shift dihentikan, tertulis {got}; bersama end_of_shift: finish, atau tanpa finish_within",
        "work pauses at the end of a shift, got {got}; beside end_of_shift: finish, or no finish_within",
    ),
    "not_a_day": (
        "bukan nama hari, tertulis {got}; {right}",
        "not a day, got {got}; {right}",
    ),
    "phrase.days": ("misalnya monday atau monday-friday", "such as monday or monday-friday"),
    "not_hours": (
        "bukan rentang jam, tertulis {got}; misalnya 08:00-12:00",
        "not an interval of hours, got {got}; such as 08:00-12:00",
    ),
    "empty_hours": (
        "rentang jam kosong, tertulis {got}; misalnya 00:00-24:00",
        "an empty interval of hours, got {got}; such as 00:00-24:00",
    ),
    "not_a_clock": (
        "bukan jam, tertulis {got}; misalnya 08:00, paling banyak 24:00",
        "not a time of day, got {got}; such as 08:00, at most 24:00",
    ),
    "never_open": (
        "tidak pernah buka, tertulis tanpa jam; misalnya {{monday-friday: '08:00-16:00'}}",
        "never open, got no hours; such as {{monday-friday: '08:00-16:00'}}",
    ),
    "no_moments": (
        "tidak ada waktu, tertulis tanpa weekdays, month_days, dates, dan every; paling sedikit salah satu",
        "no moments, got none of weekdays, month_days, dates and every; at least one of them",
    ),
    "not_whole_minutes": (
        "bukan menit penuh, tertulis {got}; misalnya '1 h'",
        "not whole minutes, got {got}; such as '1 h'",
    ),
    "first_without_every": (
        "ada first tanpa every, tertulis {got}; every di sampingnya",
        "a first one without every, got {got}; every beside it",
    ),
    "calendars_never_meet": (
        "tidak pernah bertemu jam bengkel, tertulis {got} dan {other} tipe {type}; ia tidak membuat apa-apa di sana",
        "never meets a workshop's, got {got} and {other} of type {type}; it makes nothing there",
    ),
    "no_score": (
        "didampingi tanpa skor 5R awal, tertulis {got}; `score` pada IKM itu",
        "mentored without a first 5R score, got {got}; `score` for that SME",
    ),
    "nobody_rises": (
        "tidak di atas skor awal siapa pun yang diajak, tertulis {got}; skor 5R dari 0 sampai 10000",
        "above no first score of those that are asked, got {got}; a 5R score from 0 to 10000",
    ),
    "no_matching": (
        "calon mitra, sedangkan tidak ada temu bisnis yang diadakan; acara di bawah `matching`, atau hapus prospect",
        "a prospect, but no business matching is held; state its events under `matching`, or leave `prospect` out",
    ),
    "no_prospect": (
        "calon mitra yang pesanannya tidak dimulai dari hari yang diundi, tertulis {got}; every atau calendar",
        "a prospect whose orders cannot begin on a day that is drawn, got {got}; every or calendar",
    ),
    "stock_not_made": (
        "stok barang jadi dari komponen yang tidak dibuat IKM itu, tertulis {got}; salah satu dari `components`-nya",
        "finished stock of what the SME does not make, got {got}; one of its `components`",
    ),
    "short_from_stock": (
        "stok barang jadi yang kekurangannya tidak dibuat lagi, tertulis {got}; rework atau remake",
        "finished stock of which rejects are not made good, got {got}; rework or remake",
    ),
    "nothing_in_stock": (
        "pesanan dari stok, sedangkan tidak ada IKM yang menyimpan komponennya, tertulis {got}; `stock` pada suatu IKM",
        "orders from stock of which no SME keeps any component, got {got}; `stock` for an SME",
    ),
    "asked_twice": (
        "diajak dua kali, tertulis {got}, juga dalam {other}; sekali, dalam satu program",
        "asked twice, got {got}, also in {other}; once, in one programme",
    ),
    # -- orders
    "order_twice": (
        "nama pesanan yang sudah dipakai dalam buku ini, tertulis {got}; nama lain",
        "a name that another order of the book has, got {got}; another name",
    ),
    "not_one_way_to_order": (
        "bukan tepat satu cara memesan, tertulis {got}; salah satu dari every, calendar, circulating, book",
        "not one way to place orders, got {got}; one of every, calendar, circulating, book",
    ),
    "no_rate_in_circulation": (
        "pesanan yang beredar tidak punya laju, tertulis {got}; nilai circulating yang lain",
        "orders in circulation have no rate, got {got}; another circulating",
    ),
    "agreed_in_circulation": (
        "kapan pesanan yang beredar dipesan baru diketahui dalam simulasi; ini tidak dapat berubah, tertulis {got}",
        "when orders in circulation are placed is known in the run only; this cannot change for them, got {got}",
    ),
    "no_end_in_circulation": (
        (
            "pesanan yang beredar tidak punya akhir, tertulis {got}; tanpa itu, atau pesanan menurut "
            "every, calendar, atau book"
        ),
        "orders in circulation have no end, got {got}; none, or orders by every, calendar or book",
    ),
    "no_rate_to_change": (
        "laju yang tidak dimiliki pesanan menurut {by}, tertulis satu; pesanan menurut every",
        "a rate that orders by {by} do not have, got one; orders by every",
    ),
    "always_a_factor": (
        "pengali yang selalu berlaku, tertulis {got}; from, until atau hours, atau demand mitra itu",
        "a factor that always holds, got {got}; from, until or hours, or the partner's demand",
    ),
    "no_moments_of_batches": (
        "beberapa pesanan sekaligus menurut {by}, tertulis {got}; pesanan menurut every atau calendar, atau 1",
        "several orders at once of orders by {by}, got {got}; orders by every or by calendar, or 1",
    ),
    "no_time_between_orders": (
        "tidak ada waktu antarpesanan, tertulis 0; lebih dari 0",
        "no time between orders, got 0; more than 0",
    ),
    "no_component_ordered": (
        "tidak ada komponen yang dipesan, tertulis hanya porsi 0; porsi di atas 0",
        "no component is ordered, got shares of 0 alone; a share above 0",
    ),
    "too_many_pieces": (
        "terlalu besar, tertulis sampai {got} buah per pesanan; paling banyak {most}",
        "too large, got up to {got} pieces an order; at most {most}",
    ),
    "too_fast": (
        "terlalu besar, tertulis sampai {got} kali lajunya; paling banyak {most}",
        "too large, got up to {got} times the rate; at most {most}",
    ),
    "nothing_to_rework": (
        (
            "tidak ada yang dikerjakan ulang, tertulis tingkat cacat {rate} tanpa operasi dengan rework; "
            "`rework: true` di sebagian operasi, atau kontrak dengan remake atau short"
        ),
        (
            "nothing to rework, got a reject rate of {rate} and no operation with rework; `rework: true` in some, or a "
            "contract with remake or short"
        ),
    ),
    "no_mass": (
        "tidak ada berat, tertulis 0 dari {material}; berat per buah seperti '2 kg'",
        "no mass, got 0 of {material}; a mass per piece such as '2 kg'",
    ),
    "below_the_point": (
        "di bawah titik pesan ulang, tertulis {got}; paling sedikit {point}",
        "below the point, got {got}; at least {point}",
    ),
    "most_work_without_crews": (
        "ada batas kerja yang dijanjikan per regu tanpa batas regu, tertulis {got}; crews di sampingnya",
        "a limit of the work promised by each crew without a limit of crews, got {got}; crews beside it",
    ),
    "hold_without_early": (
        "tidak ada awal waktu penerimaan, tertulis hold tanpa early; early di sampingnya, misalnya 1 hari",
        "no beginning of the window, got hold without early; early beside it, such as 1 day",
    ),
    "hold_without_due": (
        "tidak ada tenggat, tertulis hold tanpa due; due di sampingnya, atau tenggat di buku pesanan",
        "no due date, got hold without due; due beside it, or due dates in the order book",
    ),
    "gate_without_scores": (
        "syarat skor, sedangkan tidak satu IKM pun punya skor, tertulis {got}; `score` pada IKM",
        "a gate on scores where no SME has a score, got {got}; `score` of SMEs",
    ),
    "review_in_circulation": (
        "penilaian atas pesanan yang beredar, tertulis {got} pesanan; every, calendar atau book",
        "reviews of orders in circulation, got {got} of them; every, calendar or book",
    ),
    "review_without_due": (
        "tidak ada tenggat untuk dinilai, tertulis review tanpa due; due di sampingnya, atau tenggat di buku pesanan",
        "no due date to be reviewed by, got review without due; due beside it, or due dates in the order book",
    ),
    "no_growth": (
        "kemitraan yang tumbuh tanpa laju pesanan, tertulis {got}; every atau calendar",
        "a partnership that grows without a rate of orders, got {got}; every or calendar",
    ),
    "growth_without_due": (
        "tidak ada tenggat yang menunjukkan layanan, tertulis growth tanpa due; due di sampingnya",
        "no due date that tells how it is served, got growth without due; due beside it",
    ),
    "good_below_bad": (
        "kurang dari bagian yang membuatnya turun, tertulis {got}; sekurangnya bad, {bad}",
        "less than the share below which it falls, got {got}; at least bad, {bad}",
    ),
    "review_without_target": (
        "tidak ada yang dinilai; on_time, in_full atau delivered_ppm",
        "nothing that is reviewed; on_time, in_full or delivered_ppm",
    ),
    "review_without_rung": (
        "tidak ada akibat penilaian, tertulis warnings 0 tanpa suspended dan ended; salah satunya",
        "nothing follows a review, got warnings 0 without suspended and ended; one of these",
    ),
    "truck_without_departures": (
        "ada muatan tanpa jadwal berangkat, tertulis {got}; departures di sampingnya",
        "a load without departures, got {got}; departures beside it",
    ),
    "too_many_operations": (
        "terlalu banyak, tertulis {got} operasi; paling banyak {most}",
        "too many, got {got} operations; at most {most}",
    ),
    "too_many_tokens": (
        "terlalu banyak, tertulis {got} pesanan yang beredar; paling banyak {most}",
        "too many, got {got} orders in circulation; at most {most}",
    ),
    "no_time_in_circulation": (
        "pesanan yang beredar tanpa waktu, tertulis 0 dari kirim sampai kirim; waktu di every, atau di sebuah operasi",
        "orders in circulation without time, got 0 from delivery to delivery; a time in every, or in an operation",
    ),
    "too_much_work": (
        "terlalu lama, tertulis sampai {got} per lot; kurang dari {most}",
        "too long, got up to {got} a lot; less than {most}",
    ),
    "too_uneven": (
        "terlalu tidak rata, tertulis sampai {got} kali rata-ratanya; kurang dari {most}",
        "too uneven, got up to {got} times its mean; less than {most}",
    ),
    "too_heavy": (
        "terlalu berat, tertulis sampai {got} per pesanan; kurang dari {most}",
        "too heavy, got up to {got} an order; less than {most}",
    ),
    "too_dear": (
        "terlalu mahal, tertulis bahan sampai {got} per pesanan; kurang dari {most}",
        "too dear, got material of up to {got} an order; less than {most}",
    ),
    "too_short_between_orders": (
        "terlalu singkat, tertulis rata-rata {got} ms; paling sedikit 1 ms",
        "too short, got a mean of {got} ms; at least 1 ms",
    ),
    "lighter_than_a_gram": (
        "terlalu ringan, tertulis {got}; paling sedikit 1 g, atau tanpa material",
        "too light, got {got}; at least 1 g, or no material",
    ),
    "too_many_smes": (
        "terlalu besar, tertulis {got} IKM; paling banyak {most}",
        "too large, got {got} SMEs; at most {most}",
    ),
    # -- what the estate can do
    "more_let": (
        "lebih banyak terisi daripada yang ada, tertulis {got}; paling banyak {most}",
        "more let than there are, got {got}; at most {most}",
    ),
    "more_let_than_open": (
        "lebih banyak terisi daripada yang dibuka, tertulis {got}; paling banyak {most}",
        "more let than open, got {got}; at most {most}",
    ),
    "no_change": (
        "tidak ada perubahan, tertulis 0; unit yang dibuka, atau, bila negatif, ditutup",
        "no change, got 0; units that open, or, negative, close",
    ),
    "closes_more": (
        "menutup lebih banyak daripada yang ada, tertulis {got}; paling sedikit {least}",
        "closes more than there are, got {got}; at least {least}",
    ),
    "no_unit_of_a_type": (
        "tidak ada unit seperti itu, tertulis {got}; tipe dan nomor seperti {right}",
        "no such unit, got {got}; a type and a number such as {right}",
    ),
    "no_such_unit": (
        "tidak ada unit seperti itu, tertulis {got}; {first} sampai {last}",
        "no such unit, got {got}; {first} to {last}",
    ),
    "not_let": (
        "unit yang tidak terisi, tertulis {got}; {first} sampai {last}",
        "a unit that is not let, got {got}; {first} to {last}",
    ),
    "rented_twice": (
        "unit disewa dua kali, tertulis {got} juga oleh {other}; satu penyewa",
        "a unit rented twice, got {got} of {other} too; one tenant",
    ),
    "nobody_takes": (
        "unit yang tidak diambil siapa pun, tertulis 'pool' padahal unit disewakan per IKM; sebuah IKM",
        "units that nobody takes, got 'pool' where units are tenanted; an SME",
    ),
    "tenant_where_pooled": (
        "ada penyewa padahal unit dipakai bersama, tertulis {got}; pool, atau tenancy: tenanted",
        "a tenant where units are pooled, got {got}; pool, or tenancy: tenanted",
    ),
    "never_let": (
        "tipe tanpa satu pun unit terisi, tertulis {got}; sewakan sebagian, atau lewat sebuah perubahan",
        "a type of which no unit is ever let, got {got}; let some, or a change that does",
    ),
    "no_maker": (
        "tidak ada yang dapat membuatnya, tidak ada IKM yang membuatnya; komponen itu di `components` salah satu IKM",
        "nobody can make it, got no SME that makes it; it in `components` of one",
    ),
    "no_maker_in_channel": (
        "tidak ada yang dapat membuatnya, tidak ada pembuat di jalur {channel}; jalur itu di `channels` salah satu IKM",
        "nobody can make it, got no maker in channel {channel}; the channel in `channels` of one",
    ),
    "no_maker_among_suppliers": (
        "tidak ada yang dapat membuatnya, tidak ada pembuat di antara pemasoknya; salah satu di `suppliers`",
        "nobody can make it, got no maker among the suppliers; one in `suppliers`",
    ),
    "no_maker_with_units": (
        (
            "tidak ada yang dapat membuatnya, tidak ada pembuat dengan unit {types}; unit seperti itu di `tenant_of` "
            "salah satu IKM"
        ),
        "nobody can make it, got no maker with units of {types}; such units in `tenant_of` of one",
    ),
    "no_maker_in_hours": (
        "tidak ada yang dapat membuatnya, tidak ada pembuat yang jamnya bertemu jam bengkel; jam yang sama",
        "nobody can make it, got no maker whose hours meet those of the workshops; hours in common",
    ),
    "needs_too_much": (
        "terlalu besar, perlu {orders} pesanan, {rows} baris log, {size} GB tiap replikasi; limit {limit} GB",
        "needs too much, got {orders} orders, {rows} rows of the log, {size} GB a replication; limit {limit} GB",
    ),
    # -- targets
    "no_target": (
        "bukan sasaran, tertulis tanpa low dan tanpa high; salah satu, atau keduanya",
        "no target, got neither low nor high; one of them, or both",
    ),
    "above_its_high": (
        "melebihi batas atasnya, tertulis {got}; paling banyak {high}",
        "above its high, got {got}; at most {high}",
    ),
    "target_of_what_is_gone": (
        "sasaran untuk yang sudah tidak ada, tertulis {got}; sasaran itu ditinggalkan",
        "a target of what is gone, got {got}; it is left out",
    ),
    # -- what would be right
    "phrase.right": ("{right}", "{right}"),
    "phrase.did_you_mean": ("maksudnya {right}?", "did you mean {right}?"),
    "phrase.one_of": ("salah satu dari {right}", "one of {right}"),
    "phrase.none_like_it": ("tidak ada yang mirip", "none is like it"),
    "phrase.none": ("tidak ada satu pun", "there is none"),
    "phrase.at_least": ("paling sedikit {right}", "at least {right}"),
    "phrase.at_most": ("paling banyak {right}", "at most {right}"),
    "phrase.percent": ("paling banyak 1, atau {right}", "at most 1, or {right}"),
    "phrase.less_than": ("kurang dari {right}", "less than {right}"),
    "phrase.more_than": ("lebih dari {right}", "more than {right}"),
    "phrase.as_in": ("{right}, seperti {form}", "{right}, as in {form}"),
    "phrase.and": ("dan", "and"),
    "phrase.or": ("atau", "or"),
    "phrase.point": ("titik sebelum desimal, seperti '2.5 h'", "a point before decimals, as in '2.5 h'"),
    "phrase.share_of_kpi": ("porsi seperti 0.9 atau '90 %'", "a share such as 0.9 or '90 %'"),
    "phrase.in_unit_of_kpi": ("angka dalam satuan KPI itu", "a number in the KPI's unit"),
    "phrase.plain_values": ("nilai biasa", "plain values"),
    "phrase.truth": ("true atau false", "true or false"),
    "phrase.nothing": ("kosong", "nothing"),
    "phrase.value": ("sebuah nilai", "a value"),
    "phrase.scenario_file": ("berkas skenario (.yaml atau .xlsx)", "a scenario file (.yaml or .xlsx)"),
    "phrase.workbook": ("buku kerja Excel (.xlsx)", "an Excel workbook (.xlsx)"),
    "phrase.not_a_workbook": ("bukan buku kerja yang utuh", "no whole workbook"),
    "phrase.many_parts": ("berisi lebih dari {most} bagian", "of more than {most} parts"),
    "phrase.many_cells": (
        "lembar dengan lebih dari {most} sel, dari yang pertama sampai yang terakhir",
        "a sheet of more than {most} cells, from its first to its last",
    ),
    "phrase.csv_file": ("berkas CSV atau .xlsx di samping skenario", "a CSV or .xlsx file beside the scenario"),
    "phrase.by_commas": ("dipisahkan koma", "separated by commas"),
    "phrase.by_semicolons": ("dipisahkan titik koma", "separated by semicolons"),
    "phrase.by_tabs": ("dipisahkan tab", "separated by tabs"),
    "phrase.in_sheet": ("lembar {sheet}", "sheet {sheet}"),
    "phrase.not_a_file": ("bukan berkas biasa", "no plain file"),
    "phrase.long_cell": ("ada sel yang terlalu panjang", "a cell is too long"),
    "phrase.too_big": ("lebih dari {most} MB", "more than {most} MB"),
    "phrase.not_utf8": ("bukan UTF-8", "not UTF-8"),
}
CATALOGUE |= families.right()
