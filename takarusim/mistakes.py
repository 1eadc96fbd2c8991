"""Mistakes in a scenario, said in Indonesian: inside, `what is wrong, got what; what would be right` is English."""

import re
from functools import cache, reduce

from takarusim.errors import Problem
from takarusim.numerals import Language

__all__ = ["PHRASES", "said"]

# English: Indonesian; {} stands for names and values, which are not translated
PHRASES = {
    # what is wrong
    "a beginning in a long run": "ada awal di simulasi jangka panjang",
    "a dated change in a long run": "ada perubahan bertanggal di simulasi jangka panjang",
    "a first one without every": "ada first tanpa every",
    "a key that is no text": "kunci bukan teks",
    "a load without departures": "ada muatan tanpa jadwal berangkat",
    "a ramp in a long run": "ada kenaikan bertahap di simulasi jangka panjang",
    "a rate that orders by {} do not have": "laju yang tidak dimiliki pesanan menurut {}",
    "a run-in of a long run": "ada masa awal di simulasi jangka panjang",
    "a source that nothing names": "sumber yang tidak dipakai",
    "a tag": "ada tag YAML",
    "a tenant where units are pooled": "ada penyewa padahal unit dipakai bersama",
    "a time zone": "ada zona waktu",
    "a type of which no unit is ever let": "tipe tanpa satu pun unit terisi",
    "a unit rented twice": "unit disewa dua kali",
    "a unit that is not let": "unit yang tidak terisi",
    "a warm-up of a plan": "ada periode yang dibuang di sebuah rencana",
    "a {}": "ini {}",
    "above its high": "melebihi batas atasnya",
    "after the last day": "sesudah hari terakhir",
    "an assumption without a range": "asumsi tanpa rentang",
    "an end in a long run": "ada akhir di simulasi jangka panjang",
    "as long as the run": "sepanjang simulasinya sendiri",
    "before the first day": "sebelum hari pertama",
    "below the point": "di bawah titik pesan ulang",
    "cannot read the file": "berkas tidak dapat dibaca",
    "closes more than there are": "menutup lebih banyak daripada yang ada",
    "ends before it begins": "berakhir sebelum mulai",
    "extends itself in a circle": "memperluas dirinya sendiri",
    "half a range": "rentang tidak lengkap",
    "key given twice": "kunci ditulis dua kali",
    "low above high": "batas bawah melebihi batas atas",
    "missing": "belum ada",
    "more let than open": "lebih banyak terisi daripada yang dibuka",
    "more let than there are": "lebih banyak terisi daripada yang ada",
    "name taken": "nama sudah dipakai",
    "neither a plan nor a long run": "bukan rencana dan bukan simulasi jangka panjang",
    "neither true nor false": "bukan true atau false",
    "nested without end": "bersarang tanpa akhir",
    "never meets a workshop's": "tidak pernah bertemu jam bengkel",
    "never open": "tidak pernah buka",
    "no change": "tidak ada perubahan",
    "no column {} in {}": "tidak ada kolom {} di {}",
    "no component is ordered": "tidak ada komponen yang dipesan",
    "no day of the week": "bukan nama hari",
    "no distribution": "bukan distribusi",
    "no id": "bukan id",
    "no list": "bukan daftar",
    "no mapping": "bukan pasangan kunci dan nilai",
    "no mass": "tidak ada berat",
    "no moments": "tidak ada waktu",
    "no name for a type": "bukan nama tipe",
    "no name of a KPI": "bukan nama KPI",
    "no range around the value": "rentang tidak memuat nilainya",
    "no span of a day": "bukan rentang jam",
    "no such KPI": "tidak ada KPI seperti itu",
    "no such SME": "tidak ada IKM seperti itu",
    "no such calendar": "tidak ada kalender seperti itu",
    "no such channel": "tidak ada jalur seperti itu",
    "no such choice": "tidak ada pilihan seperti itu",
    "no such component": "tidak ada komponen seperti itu",
    "no such file ({})": "berkas tidak ditemukan",
    "no such lane": "tidak ada jalur kirim seperti itu",
    "no such list of holidays": "tidak ada daftar hari libur seperti itu",
    "no such material": "tidak ada bahan baku seperti itu",
    "no such path": "tidak ada alamat seperti itu",
    "no such source": "tidak ada sumber seperti itu",
    "no such unit": "tidak ada unit seperti itu",
    "no such workshop type": "tidak ada tipe bengkel seperti itu",
    "no such {}": "tidak ada {} seperti itu",
    "no target": "bukan sasaran",
    "no time between orders": "tidak ada waktu antarpesanan",
    "no time of day": "bukan jam",
    "no unit": "tanpa satuan",
    "no value": "tanpa nilai",
    "nobody can make it": "tidak ada yang dapat membuatnya",
    "not UTF-8 text": "bukan teks UTF-8",
    "not YAML ({})": "bukan YAML ({})",
    "not a date": "bukan tanggal",
    "not a file": "bukan berkas",
    "not a finite number": "bukan bilangan terhingga",
    "not a line of text": "bukan satu baris teks",
    "not a moment": "bukan tanggal dan jam",
    "not a number": "bukan angka",
    "not a number with a unit": "bukan angka dengan satuan",
    "not a scenario": "bukan skenario",
    "not a whole number": "bukan bilangan bulat",
    "not after its beginning": "tidak sesudah awalnya",
    "not one way to place orders": "bukan tepat satu cara memesan",
    "not right": "tidak benar",
    "not text": "bukan teks",
    "not the parameters of {}": "bukan parameter {}",
    "not whole days": "bukan hari penuh",
    "not whole minutes": "bukan menit penuh",
    "nothing below {}": "tidak ada apa-apa di bawah {}",
    "nothing to rework": "tidak ada yang dikerjakan ulang",
    "set twice": "diatur dua kali",
    "spans overlap": "rentang jam bertumpuk",
    "too few": "terlalu sedikit",
    "too large": "terlalu besar",
    "too many": "terlalu banyak",
    "too small": "terlalu kecil",
    "two distributions": "dua distribusi",
    "unit is not text": "satuan bukan teks",
    "units that nobody takes": "unit yang tidak diambil siapa pun",
    "unknown distribution": "distribusi tidak dikenal",
    "unknown key": "kunci tidak dikenal",
    "unknown key {}": "kunci {} tidak dikenal",
    "unknown unit": "satuan tidak dikenal",
    "unknown unit {}": "satuan {} tidak dikenal",
    "{} given twice": "{} ditulis dua kali",
    "{} is no list of numbers": "{} bukan daftar angka",
    "{} is not finite": "{} tidak terhingga",
    "{} is not text": "{} bukan teks",
    "{} of low above {} of high": "{} di batas bawah melebihi {} di batas atas",
    # what would be right
    "did you mean {}?": "maksudnya {}?",
    "one of {}": "salah satu dari {}",
    "none is like it": "tidak ada yang mirip",
    "there is none": "tidak ada satu pun",
    "such as {}": "misalnya {}",
    "at least {}": "paling sedikit {}",
    "at most {}": "paling banyak {}",
    "less than {}": "kurang dari {}",
    "more than {}": "lebih dari {}",
    "later than {}": "sesudah {}",
    "from {} on": "mulai {}",
    "from {} on, or units of the type itself": "mulai {}, atau units milik tipe itu sendiri",
    "low first": "batas bawah lebih dahulu",
    "both low and high": "batas bawah dan batas atas",
    "one of them": "salah satu",
    "one of them, or both": "salah satu, atau keduanya",
    "at least one of them": "paling sedikit salah satu",
    "one": "satu saja",
    "keys with values": "kunci dengan nilai",
    "plain keys": "kunci biasa",
    "plain values": "nilai biasa",
    "text, in quotes if it looks {}": "teks, dalam tanda kutip bila mirip angka",
    "text, or {en: ..., id: ...}": "teks, atau {en: ..., id: ...}",
    "true or false": "true atau false",
    "a list such as [a, b]": "daftar seperti [a, b]",
    "a duration such as '45 min' or '3 days'": "lama waktu seperti '45 min' atau '3 days'",
    "a mass such as '2 t' or '350 kg'": "berat seperti '2 t' atau '350 kg'",
    "an amount such as 'Rp 5.6 million' or 'Rp 2,000'": "jumlah uang seperti 'Rp 5.6 million' atau 'Rp 2,000'",
    "a share such as 0.02 or '2 %'": "porsi seperti 0.02 atau '2 %'",
    "a number such as 1.1": "angka seperti 1.1",
    "a whole number such as 3": "bilangan bulat seperti 3",
    "{}, under the key value": "{}, di bawah kunci value",
    "hours and minutes such as 08:00": "jam dan menit seperti 08:00",
    "letters, digits and single hyphens between them": "huruf, angka, dan tanda hubung tunggal di antaranya",
    "a scenario file (.yaml)": "berkas skenario (.yaml)",
    "a CSV file beside the scenario": "berkas CSV di samping skenario",
    "the name of one scenario file": "nama satu berkas skenario",
    "a base that does not extend this file": "dasar yang tidak memperluas berkas ini",
    "check indentation, colons and quotes": "periksa lekuk baris, titik dua, dan tanda kutip",
    "save it as UTF-8": "simpan sebagai UTF-8",
    "set {} itself": "atur {} itu sendiri",
    "path=value, such as workshops.C.units=50": "alamat=nilai, misalnya workshops.C.units=50",
    "low and high beside it, or a part's range": "low dan high di sampingnya, atau range bagiannya",
    "a plan (last_day), or none": "rencana (last_day), atau tanpa itu",
    "none, or a plan (last_day)": "tanpa itu, atau rencana (last_day)",
    "an SME": "sebuah IKM",
    "one tenant": "satu penyewa",
    "whole days or weeks": "hari atau minggu penuh",
    "each day once": "tiap hari sekali",
    "one after the other": "berurutan",
}


def said(problem: Problem, language: Language) -> str:
    """Returns a mistake as one line, in the language as far as its phrases are known."""
    if language == "en":
        return str(problem)
    wrong, _, right = problem.message.rpartition("; ")
    wrong, got, value = (wrong or right).partition(", got ")
    right = right if wrong != right else ""
    line = _translated(wrong) + (f", tertulis {value}" if got else "") + (f"; {_translated(right)}" if right else "")
    return str(Problem(problem.file, problem.line, problem.path, line))


def _translated(phrase: str) -> str:
    """Returns a phrase in Indonesian, or as it is where it is not known; the phrase with the fewest holes wins."""
    for pattern, indonesian in _patterns():
        if match := pattern.fullmatch(phrase):
            return reduce(lambda text, hole: text.replace("{}", _translated(hole), 1), match.groups(), indonesian)
    return phrase


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    longest_first = sorted(PHRASES, key=lambda phrase: (phrase.count("{}"), -len(phrase)))
    return [(re.compile(re.escape(phrase).replace(r"\{\}", "(.+?)")), PHRASES[phrase]) for phrase in longest_first]
