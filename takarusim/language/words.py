"""Every word that takarusim shows, in Indonesian and English; `numerals` writes the numbers.

What is in a register has its words there: KPIs, states and causes of the ledger, families of distributions.

Ids of a scenario (partners, workshop types, components) are shown by their titles: `titles`. Errors raised inside are
in English; a face that shows them puts its own words around them.
"""

import math
import re
import textwrap
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from takarusim.language.numerals import LANGUAGES, Language, day, number, percent, rupiah
from takarusim.language.titles import called, of
from takarusim.registers import causes, families, kpis

__all__ = ["WORDS", "called", "cause", "kpi", "level", "measure", "of", "places", "say", "unit"]

SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9}
LINES = 3  # that a title may be broken into
UNITS = {"min": "minute", "h": "hour"}  # as scenarios have them: as the words below have them

# each key with its Indonesian and its English words
WORDS: dict[str, tuple[str, str]] = {
    # -- glossary
    "word.estate": ("lingkungan industri kecil", "estate"),
    "word.partner": ("mitra", "partner"),
    "word.kind": ("jenis mitra", "kind of partner"),
    "word.component": ("komponen", "component"),
    "word.contract": ("kontrak", "contract"),
    "word.sme": ("IKM", "SME"),
    "word.member": ("anggota", "member"),
    "word.order": ("pesanan", "order"),
    "word.stream": ("aliran pesanan", "stream of orders"),
    "word.split": ("dibagi", "split"),
    "word.lot": ("lot", "lot"),
    "word.routing": ("rute proses", "routing"),
    "word.operation": ("operasi", "operation"),
    "word.workshop": ("bengkel", "workshop"),
    "word.workshop_type": ("tipe bengkel", "workshop type"),
    "word.unit": ("unit", "unit"),
    "word.let": ("terisi", "let"),
    "word.vacant": ("kosong", "vacant"),
    "word.crew": ("regu", "crew"),
    "word.calendar": ("kalender", "calendar"),
    "word.shift": ("shift kerja", "shift"),
    "word.channel": ("jalur", "channel"),
    "word.allotment": ("alokasi", "allotment"),
    "word.share": ("porsi", "share"),
    "word.placed": ("dipesan", "placed"),
    "word.allotted": ("dialokasikan", "allotted"),
    "word.withheld": ("ditahan mitra", "withheld"),
    "word.partnership_level": ("tingkat kemitraan", "level of a partnership"),
    "word.refused": ("ditolak", "refused"),
    "word.delivered": ("terkirim", "delivered"),
    "word.in_progress": ("dalam pengerjaan", "in progress"),
    "word.due": ("tenggat kirim", "due"),
    "word.lateness": ("selisih kirim", "lateness"),
    "word.tardiness": ("keterlambatan", "tardiness"),
    "word.setup": ("penyetelan", "set-up"),
    "word.lead_time": ("waktu tunggu pesanan", "lead time"),
    "word.flow_time": ("waktu alir", "flow time"),
    "word.pass": ("putaran", "pass"),
    "word.material": ("bahan baku", "material"),
    "word.lane": ("jalur kirim", "lane"),
    "word.shipment": ("pengiriman", "shipment"),
    "word.change": ("perubahan", "change"),
    "word.shock": ("guncangan", "shock"),
    "word.baseline": ("skenario dasar", "baseline"),
    "word.scenario": ("skenario", "scenario"),
    "word.replication": ("replikasi", "replication"),
    "word.run": ("jalannya simulasi", "run"),
    "word.run_in": ("masa awal", "run-in"),
    "word.warm_up": ("periode awal yang dibuang", "warm-up"),
    "word.horizon": ("akhir simulasi", "horizon"),
    "word.seed": ("benih acak", "seed"),
    "word.ledger": ("buku waktu", "ledger"),
    "word.cause": ("sebab", "cause"),
    "word.state": ("keadaan", "state"),
    "word.target": ("sasaran", "target"),
    "word.estimate": ("taksiran", "estimate"),
    "word.confidence": ("tingkat kepercayaan", "confidence"),
    "word.size": ("ukuran usaha", "size"),
    "word.price": ("harga", "price"),
    "word.gate": ("syarat kualifikasi", "gate"),
    "word.review": ("penilaian pemasok", "supplier review"),
    "word.suspended": ("ditangguhkan", "suspended"),
    "word.reject": ("barang cacat", "reject"),
    "word.escape": ("barang lolos", "escape"),
    "word.held": ("disimpan dulu", "held"),
    "word.rework": ("kerja ulang", "rework"),
    "word.remake": ("buat ulang", "remake"),
    "word.short": ("kirim kurang", "short"),
    "word.down": ("rusak", "down"),
    "word.closed": ("tutup", "closed"),
    "word.queue_rule": ("aturan antrean", "queue rule"),
    "word.tenancy": ("sewa unit", "tenancy"),
    "word.headroom": ("ruang tumbuh", "headroom"),
    "word.source": ("sumber", "source"),
    "word.assumption": ("asumsi", "assumption"),
    "word.range": ("rentang", "range"),
    "word.world": ("dunia andaian", "world"),
    "word.ensemble": ("himpunan dunia", "ensemble"),
    "word.evidence": ("bukti", "evidence"),
    "word.event": ("kejadian", "event"),
    "word.log": ("catatan kejadian", "log"),
    "word.draw": ("bilangan acak", "draw"),
    "word.common_draws": ("bilangan acak bersama", "common draws"),
    "word.plan": ("rencana", "plan"),
    "word.long_run": ("jangka panjang", "long run"),
    "word.steady_state": ("keadaan tunak", "steady state"),
    "word.kpi": ("KPI", "KPI"),
    "word.response": ("respons", "response"),
    "word.interval": ("selang kepercayaan", "interval"),
    "word.factor": ("faktor", "factor"),
    "word.level": ("taraf", "level"),
    "word.design_point": ("titik rancangan", "design point"),
    "word.sweep": ("sapuan", "sweep"),
    "word.constraint": ("kendala", "constraint"),
    # -- units, as they stand behind a number
    "unit.share": ("%", "%"),
    "unit.points": ("poin persen", "percentage points"),
    "unit.day": ("hari", "days"),
    "unit.hour": ("jam", "hours"),
    "unit.week": ("minggu", "weeks"),
    "unit.month": ("bulan", "months"),
    "unit.year": ("tahun", "years"),
    "unit.second": ("detik", "s"),
    "unit.minute": ("menit", "min"),
    "unit.ms": ("ms", "ms"),
    "unit.partner": ("mitra", "partners"),
    "unit.order": ("pesanan", "orders"),
    "unit.lot": ("lot", "lots"),
    "unit.piece": ("buah", "pieces"),
    "unit.tonne": ("t", "t"),
    "unit.kilogram": ("kg", "kg"),
    "unit.gram": ("g", "g"),
    "unit.person": ("orang", "people"),
    "unit.truck": ("truk", "trucks"),
    "unit.shipment": ("pengiriman", "shipments"),
    "unit.unit": ("unit", "units"),
    "unit.sme": ("IKM", "SMEs"),
    "unit.ppm": ("ppm", "ppm"),
    "unit.point": ("poin", "points"),
    "unit.fte": ("setara tenaga kerja penuh waktu", "full-time equivalents"),
    "unit.per": ("{unit} per {period}", "{unit} a {period}"),
    "unit.count": ("", ""),
    "unit.number": ("", ""),
    "period.hour": ("jam", "hour"),
    "period.day": ("hari", "day"),
    "period.week": ("minggu", "week"),
    "period.month": ("bulan", "month"),
    "period.piece": ("buah", "piece"),
    "period.year": ("tahun", "year"),
    # -- groups that a KPI can be asked for
    "group.partner": ("mitra {value}", "partner {value}"),
    "group.kind": ("mitra jenis {value}", "{value} partners"),
    "group.component": ("komponen {value}", "component {value}"),
    "group.channel": ("jalur {value}", "channel {value}"),
    "group.sme": ("IKM {value}", "SME {value}"),
    "group.size": ("usaha {value}", "{value} firms"),
    "size.micro": ("mikro", "micro"),
    "size.small": ("kecil", "small"),
    "size.medium": ("menengah", "medium"),
    "gains.each": ("per usaha", "per firm"),
    "group.workshop": ("bengkel {value}", "workshop {value}"),
    "group.material": ("bahan {value}", "material {value}"),
    "group.lane": ("jalur kirim {value}", "lane {value}"),
    "group.month": ("bulan {value}", "month {value}"),
    "group.quarter": ("triwulan {value}", "quarter {value}"),
    "group.year": ("tahun {value}", "year {value}"),
    # -- directions and verdicts
    "better.higher": ("lebih tinggi", "higher"),
    "better.lower": ("lebih rendah", "lower"),
    "better.": ("–", "–"),
    "verdict.met": ("tercapai", "met"),
    "verdict.not_met": ("tidak tercapai", "not met"),
    "verdict.within": ("di dalam rentang", "within the range"),
    "verdict.outside": ("di luar rentang", "outside the range"),
    "verdict.cannot_tell": ("belum dapat dipastikan", "cannot tell"),
    "verdict.undefined": ("tidak terdefinisi", "undefined"),
    "target.between": ("{low} sampai {high}", "{low} to {high}"),
    "target.low": ("paling sedikit {low}", "at least {low}"),
    "target.high": ("paling banyak {high}", "at most {high}"),
    # -- column heads
    "column.kpi": ("KPI", "KPI"),
    "column.mean": ("taksiran", "estimate"),
    "column.interval": ("selang {confidence}", "{confidence} interval"),
    "column.unit": ("satuan", "unit"),
    "column.better": ("baik bila", "better"),
    "band.target": ("sasaran", "target"),
    "band.range": ("rentang wajar", "plausible range"),
    "band.both": ("rentang wajar atau sasaran", "plausible range or target"),
    "column.verdict": ("hasil", "verdict"),
    "column.path": ("angka", "number"),
    "column.value": ("nilai", "value"),
    "column.source": ("sumber", "source"),
    "column.range": ("rentang", "range"),
    "column.note": ("catatan", "note"),
    "column.alternatives": ("pilihan lain", "alternatives"),
    "column.width": ("lebar rentang terhadap nilai", "width of the range to the value"),
    "column.gain": (
        "tambahan tingkat layanan, poin persen",
        "gain in service level, percentage points",
    ),
    "column.together": ("selang {confidence} bersama", "{confidence} interval, all together"),
    "column.lifted": ("kendala yang dilepas", "constraint lifted"),
    # -- figures: titles, axes, notes
    "figure.flow": ("Pesanan masuk dan terkirim", "Orders placed and delivered"),
    "figure.flow.y": ("pesanan per {period}", "orders a {period}"),
    "figure.flow.note": (
        "Garis: rata-rata; pita: selang kepercayaan {confidence} bagi rata-rata",
        "Lines: mean; bands: {confidence} confidence interval of the mean",
    ),
    "figure.months": ("Bulan demi bulan", "Month by month"),
    "figure.months.note": (
        (
            "Garis: rata-rata replikasi; pita: selang kepercayaan {confidence}. Pesanan dihitung di bulan tenggatnya; "
            "beban dan lot dalam pengerjaan sepanjang bulan itu"
        ),
        (
            "Lines: means over replications; bands: {confidence} confidence intervals. Orders count in the month in "
            "which they are due; load and lots in progress are of the month itself"
        ),
    ),
    "figure.utilisation": ("Ke mana jam buka bengkel terpakai", "How the workshops spend their open hours"),
    "figure.utilisation.x": ("porsi jam buka unit yang terisi", "share of the open hours of let units"),
    "figure.utilisation.note": (
        "Garis hitam: selang {confidence} bagi utilisasi (pengerjaan + penyetelan)",
        "Black line: {confidence} interval of utilisation (processing + set-up)",
    ),
    "figure.ledger": ("Ke mana waktu pesanan terlambat habis", "Where late orders spent their time"),
    "figure.ledger.x": ("hari per pesanan terlambat (rata-rata)", "days per late order (mean)"),
    "figure.ledger.note": (
        "Warna muda: malam, akhir pekan, dan hari libur selama itu; di kanan: porsi pesanan yang terlambat",
        "Pale: nights, weekends and holidays meanwhile; on the right: share of the orders that are late",
    ),
    "figure.ledger.late": ("{late} terlambat", "{late} late"),
    "figure.ledgers_late": ("Ke mana waktu pesanan terlambat habis", "Where late orders spent their time"),
    "figure.ledgers_all": ("Ke mana waktu pesanan habis", "Where orders spent their time"),
    "figure.ledgers.note": (
        "Warna muda: malam, akhir pekan, dan hari libur selama itu; di kanan: porsi pesanan yang terlambat",
        "Pale: nights, weekends and holidays meanwhile; on the right: share of the orders that are late",
    ),
    "figure.ledgers_late.note": (
        "Warna muda: di luar jam kerja; di kanan: porsi pesanan terlambat (bila berkurang, sisanya yang paling lama)",
        "Pale: closed hours; on the right: share of orders that are late (where fewer are, the longest ones are left)",
    ),
    "figure.ledgers.x": ("hari per pesanan (rata-rata)", "days per order (mean)"),
    "figure.ledger.none": ("Tidak ada pesanan yang terlambat", "No order was late"),
    "figure.lead_time": ("Waktu tunggu pesanan per mitra", "Lead time by partner"),
    "figure.lead_time.x": ("hari sejak dipesan sampai terkirim", "days from placed to delivered"),
    "figure.lead_time.note": (
        "Sebaran hasil: garis tipis 90%, pita tebal 50% pesanan, titik: median; kurung: jendela kirim",
        "Spread of outcomes: thin line 90%, thick bar 50% of orders, dot: median; brackets: the delivery window",
    ),
    "figure.on_time": ("Tepat waktu dan lengkap per mitra", "On time in full by partner"),
    "figure.on_time.x": ("porsi pesanan yang jatuh tenggat", "share of orders due"),
    "figure.on_time.note": (
        "Titik: rata-rata; garis: selang kepercayaan {confidence}; pita abu-abu: {band}",
        "Dots: mean; lines: {confidence} confidence interval; grey bands: {band}",
    ),
    "figure.on_time.plain": (
        "Titik: rata-rata; garis: selang kepercayaan {confidence}",
        "Dots: mean; lines: {confidence} confidence interval",
    ),
    "figure.gantt": ("Pemakaian unit bengkel", "Use of the workshops"),
    "figure.gantt.type": ("tipe {type}", "type {type}"),
    "figure.gantt.note": (
        "{start} sampai {end}; satu baris satu unit; warna: jenis mitra; putih: menganggur, tutup; replikasi pertama",
        "{start} to {end}; one row a unit; colours: kind of partner; white: idle or closed; the first replication",
    ),
    "figure.warm_up": ("Awal simulasi jangka panjang", "How the long run begins"),
    "figure.warm_up.note": (
        "Garis tipis: rata-rata semua replikasi yang dilihat ({n}); garis tebal: rata-rata bergerak (Welch)",
        "Thin lines: mean over the replications looked at ({n}); thick lines: moving average (Welch)",
    ),
    "figure.warm_up.found": (
        "Abu-abu: periode awal yang dibuang, sebagaimana ditemukan MSER-5 (minggu: {weeks})",
        "Grey: left out as warm-up, as MSER-5 finds (weeks: {weeks})",
    ),
    "figure.warm_up.nothing": ("MSER-5 menemukan tak ada yang perlu dibuang", "MSER-5 finds nothing to leave out"),
    "figure.warm_up.stated": (
        "Abu-abu: periode awal yang dibuang, sebagaimana tertulis di skenario (minggu: {weeks})",
        "Grey: left out as warm-up, as the scenario says (weeks: {weeks})",
    ),
    "figure.warm_up.x": ("{periods} sejak awal simulasi", "{periods} since the beginning"),
    "figure.warm_up.wip": ("lot dalam pengerjaan", "lots in progress"),
    "figure.warm_up.orders_delivered": ("pesanan terkirim per {period}", "orders delivered a {period}"),
    "figure.warm_up.lead_time_mean": ("waktu tunggu pesanan, hari", "lead time, days"),
    "figure.warm_up.busy": ("unit yang bekerja, bengkel {type}", "units at work, workshop {type}"),
    "figure.gantt.plain": (
        "{start} sampai {end}; satu baris satu unit; putih: menganggur atau tutup; replikasi pertama",
        "{start} to {end}; one row is one unit; white: idle or closed; the first replication",
    ),
    "figure.part.processing": ("pengerjaan", "processing"),
    "figure.part.setup": ("penyetelan", "set-up"),
    "figure.part.down": ("rusak", "down"),
    "figure.part.idle": ("menganggur", "idle"),
    "figure.part.closed": ("tutup", "closed"),
    "figure.footer": (
        "takarusim · simulasi {run} · benih acak {seed} · replikasi: {replications}",
        "takarusim · run {run} · seed {seed} · replications: {replications}",
    ),
    "figure.footer.unnamed": (
        "takarusim · benih acak {seed} · replikasi: {replications}",
        "takarusim · seed {seed} · replications: {replications}",
    ),
    "figure.footer.log": (
        "takarusim · catatan pesanan {run} · benih acak {seed}",
        "takarusim · log {run} · seed {seed}",
    ),
    # -- the answer, in sentences
    "answer.served": (
        (
            "Dari 100 pesanan yang diminta mitra, {mean} terlayani tepat waktu dan lengkap "
            "(selang {confidence}: {low}–{high})."
        ),
        (
            "Of 100 orders that partners ask for, {mean} are served on time in full "
            "({confidence} interval: {low} to {high})."
        ),
    ),
    "answer.served.one": (
        "Dari 100 pesanan yang diminta mitra, {mean} terlayani tepat waktu dan lengkap.",
        "Of 100 orders that partners ask for, {mean} are served on time in full.",
    ),
    "answer.otif": (
        "Dari 100 pesanan yang dipesan, {mean} tiba tepat waktu dan lengkap (selang {confidence}: {low}–{high}).",
        "Of 100 that are placed, {mean} arrive on time in full ({confidence} interval: {low} to {high}).",
    ),
    "answer.otif.one": (
        "Dari 100 pesanan yang dipesan, {mean} tiba tepat waktu dan lengkap.",
        "Of 100 that are placed, {mean} arrive on time in full.",
    ),
    "answer.refused": (
        "Dari 100 pesanan, {mean} ditolak: tidak ada IKM yang menerimanya (selang {confidence}: {low}–{high}).",
        "Of 100 orders, {mean} are refused: no SME takes them ({confidence} interval: {low} to {high}).",
    ),
    "answer.refused.one": (
        "Dari 100 pesanan, {mean} ditolak: tidak ada IKM yang menerimanya.",
        "Of 100 orders, {mean} are refused: no SME takes them.",
    ),
    "answer.order": (
        (
            "Pesanan {name} ({partner}, {pieces} {component}) tiba paling lambat {q10} (10 dari 100 replikasi), "
            "{q50} (50), {q90} (90)."
        ),
        (
            "Order {name} ({partner}, {pieces} {component}) arrives by {q10} (10 of 100 replications), {q50} (50), "
            "{q90} (90)."
        ),
    ),
    "answer.order.window": (
        "Dalam jendela kirimnya, {window}: {on_time} dari 100 replikasi; juga lengkap: {on_time_in_full}.",
        "Within its window, {window}: {on_time} of 100 replications; in full too: {on_time_in_full}.",
    ),
    "answer.order.open": (
        "Jendela kirimnya, {window}, berakhir sesudah simulasi, jadi peluangnya belum diketahui; perpanjang last_day.",
        "Its window, {window}, ends after the simulation, so its chances are not known; a later last_day tells.",
    ),
    "answer.order.from": ("{first} sampai {last}", "{first} to {last}"),
    "answer.order.until": ("sampai {last}", "until {last}"),
    "answer.order.behind": ("sesudah akhir simulasi", "after the end of the simulation"),
    "answer.order.chance": ("{mean} (selang 95%: {low}–{high})", "{mean} (95% interval: {low} to {high})"),
    "answer.order.refused": (
        "Pesanan itu ditolak pada {mean} dari 100 replikasi (selang {confidence}: {low}–{high}).",
        "It is refused in {mean} of 100 replications ({confidence} interval: {low} to {high}).",
    ),
    "answer.order.flawless": (
        "Tanpa barang cacat yang lolos inspeksi: {mean} dari 100 replikasi (selang {confidence}: {low}–{high}).",
        "Without a bad piece that inspection missed: {mean} of 100 replications ({confidence}: {low} to {high}).",
    ),
    "answer.longest": (
        "Pesanan terlambat paling lama {waits}: {days} dari {lead} hari sejak dipesan.",
        "Where late orders wait longest: {waits}, {days} of the {lead} days since they were placed.",
    ),
    "answer.second": ("Berikutnya: {waits}, {days} hari.", "Next: {waits}, {days} days."),
    "answer.tie": (
        "Pesanan terlambat paling lama {first} ({first_days} hari) atau {second} ({second_days} hari).",
        "Where late orders wait longest: {first} ({first_days} days) or {second} ({second_days} days).",
    ),
    "answer.untold": (
        "Mana yang lebih lama belum dapat dipastikan; sekitar {more} replikasi lagi akan memastikannya.",
        "Which of the two is longer cannot be told; about {more} more replications would tell.",
    ),
    "answer.equal": ("Mana yang lebih lama tidak dapat dibedakan.", "Which of the two is longer cannot be told."),
    "answer.lift": (
        (
            "Di mana pesanan menunggu belum menunjukkan apa yang akan menolong; itu baru tampak bila tiap kendala"
            " dilepas: takarusim run --relax."
        ),
        "Where orders wait does not say what would help; lifting each limit in turn does: takarusim run --relax.",
    ),
    "answer.rest": (
        "Selebihnya: {parts}. Malam dan hari libur di antaranya termasuk.",
        "The rest: {parts}. Nights and holidays in between are included.",
    ),
    "answer.part": ("{what} {days} hari", "{what} {days} days"),
    "answer.no_due": ("Tidak ada pesanan yang punya tenggat kirim.", "No order has a due date."),
    "answer.warm_up": (
        "{weeks} minggu pertama dibuang sebagai periode awal (MSER-5).",
        "The first {weeks} weeks are left out as warm-up (MSER-5).",
    ),
    "answer.none": ("Tidak ada pesanan yang terlambat.", "No order was late."),
    "answer.targets": (
        "Sasaran: {met} tercapai, {not_met} tidak tercapai, {cannot_tell} belum dapat dipastikan.",
        "Targets: {met} met, {not_met} not met, {cannot_tell} cannot be told.",
    ),
    "answer.ranges": (
        (
            "Dibandingkan dengan rentang yang wajar, yang bukan sasaran: {met} hasil di dalam, {not_met} di luar,"
            " {cannot_tell} belum dapat dipastikan."
        ),
        (
            "Compared with what is plausible, which is no target: {met} results within their ranges, {not_met} outside,"
            " {cannot_tell} cannot be told."
        ),
    ),
    "answer.relax": (
        "Yang menahan, bila dilepas sendiri: {gains} (poin persen tingkat layanan).",
        "What holds orders back, each lifted alone: {gains} (percentage points of service level).",
    ),
    "answer.gain": ("{lifted} +{gain} ({low} sampai {high})", "{lifted} +{gain} ({low} to {high})"),
    "answer.relax.none": (
        "Tidak ada kendala yang, bila dilepas sendiri, terbukti menambah tingkat layanan.",
        "No constraint, lifted alone, surely adds to the service level.",
    ),
    "answer.unsteady": (
        "Tidak ada keadaan tunak: antrean terus tumbuh, atau simulasinya terlalu pendek untuk melihatnya.",
        "No steady state: the backlog grows, or the run is too short to see one.",
    ),
    "answer.grows": ("Tidak ada keadaan tunak: antrean terus tumbuh.", "No steady state: the backlog grows."),
    "answer.short": (
        "Terlalu pendek untuk melihat keadaan tunak; sekitar {weeks} minggu (time.long_run) mungkin cukup.",
        "Too short to tell a steady state; about {weeks} weeks (time.long_run) might.",
    ),
    "answer.longer": (
        "Simulasi diperpanjang menjadi {weeks} minggu agar keadaan tunaknya terlihat.",
        "The run was made {weeks} weeks long, to tell its steady state.",
    ),
    "answer.one": (
        "Satu replikasi tidak memberi selang kepercayaan; pakai --replications 30.",
        "One replication gives no interval; use --replications 30.",
    ),
    # -- constraints that --relax lifts
    # -- messages of the command line
    "message.simulating": ("Menjalankan simulasi", "Simulating"),
    "message.drawing": ("Menggambar", "Drawing"),
    "message.lifting": ("Melepas {lifted}", "Lifting {lifted}"),
    "message.undefined": ("Tidak terdefinisi, karena {why}: {kpis}.", "Undefined, as {why}: {kpis}."),
    "message.found": (
        (
            "Panjang dan periode awal simulasi ini ditemukan dari simulasinya sendiri, sehingga selangnya mencakup"
            " sedikit lebih jarang daripada yang disebut: time.long_run dan time.warm_up yang lebih panjang lebih aman."
        ),
        (
            "The warm-up was found from runs, so that intervals cover a little less often than they say: a longer"
            " time.long_run and a stated time.warm_up are safer."
        ),
    ),
    "message.equal": (
        "Sama di semua replikasi, sehingga selangnya hanya dari jumlah bulan dan replikasi yang diamati: {kpis}.",
        "The same in all replications, so that their intervals rest on the months and replications looked at: {kpis}.",
    ),
    "message.skewed": (
        "Nilai antarreplikasi menceng, sehingga selangnya mungkin kurang lebar: {kpis}.",
        "Skewed over the replications, so that their intervals may be too narrow: {kpis}.",
    ),
    # -- why an order was late
    "message.retelling": ("Menelusuri pesanan", "Retelling orders"),
    "why.none": ("Tidak ada pesanan yang terlambat.", "No order is late."),
    "why.order": (
        "Pesanan {order}{named} dari {partner}, replikasi {replication}: {pieces} {component}, masuk {placed}.",
        "Order {order}{named} of {partner}, replication {replication}: {pieces} {component}, placed on {placed}.",
    ),
    "why.window": ("Diminta tiba antara {first} dan {last}.", "It was wanted between {first} and {last}."),
    "why.until": ("Diminta tiba paling lambat {last}.", "It was wanted by {last}."),
    "why.split": (
        "Pesanan ini dibagi menjadi {parts} bagian untuk {smes}; di bawah ini riwayat bagian penentu, dari {sme}.",
        "It was split into {parts} parts for {smes}; told below is the life of the one that decides, of {sme}.",
    ),
    "why.refused": ("Tidak ada IKM yang menerimanya.", "No SME took it."),
    "why.open": ("{sme} belum mengirimnya sampai akhir simulasi.", "{sme} has not delivered it by the end."),
    "why.open.late": (
        "{sme} belum mengirimnya sampai akhir simulasi, {days} hari sesudah batasnya.",
        "{sme} has not delivered it by the end, {days} days after it was wanted.",
    ),
    "why.came": (
        "Barang dari {sme} tiba pada {delivered}: {good} buah baik dari {pieces}.",
        "{sme} delivered it on {delivered}: {good} good pieces of {pieces}.",
    ),
    "why.came.late": (
        "Barang dari {sme} tiba pada {delivered}, terlambat {days} hari: {good} buah baik dari {pieces}.",
        "{sme} delivered it on {delivered}, {days} days late: {good} good pieces of {pieces}.",
    ),
    "why.came.early": (
        "Barang dari {sme} tiba pada {delivered}, terlalu awal: {good} buah baik dari {pieces}.",
        "{sme} delivered it on {delivered}, too early: {good} good pieces of {pieces}.",
    ),
    "why.took": (
        "Dari {days} harinya, yang terlama: {parts}.",
        "Of its {days} days, the most went to: {parts}.",
    ),
    "why.again.once": (
        "Setelah diperiksa, sebagian barang dikerjakan lagi: {days} hari.",
        "After inspection, pieces of it were made again: {days} days.",
    ),
    "why.again": (
        "Setelah diperiksa, sebagian barang dikerjakan lagi {times} kali: {days} hari.",
        "After inspection, pieces of it were made again {times} times: {days} days.",
    ),
    "why.enough": (
        "Pesanan ini akan tiba tepat waktu dan lengkap tanpa salah satu dari: {lifted}.",
        "It would have come on time and in full without any one of these: {lifted}.",
    ),
    "why.not_enough": (
        "Melepas satu kendala saja tidak cukup; tanpa {lifted} pesanan ini tiba paling awal, {delivered}.",
        "Lifting one constraint alone is not enough; without {lifted} it comes first, on {delivered}.",
    ),
    "why.short": (
        "Dengan kendala mana pun yang dilepas, sebagian barangnya tetap tidak lolos: pesanan ini tidak lengkap.",
        "Whichever constraint is lifted, some of its pieces are not good: it is never in full.",
    ),
    "why.nothing": (
        "Melepas satu kendala saja tidak membuatnya tiba sebelum akhir simulasi.",
        "Whichever constraint alone is lifted, it does not come before the end.",
    ),
    "life.allotment": ("menunggu alokasi", "waits to be allotted"),
    "life.cash": ("menunggu modal kerja", "waits for cash"),
    "life.material": ("menunggu bahan baku", "waits for material"),
    "life.crew": ("menunggu regu: {operation}", "waits for a crew: {operation}"),
    "life.queue": (
        "menunggu regu dan bengkel {workshop}: {operation}",
        "waits for crew and workshop {workshop}: {operation}",
    ),
    "life.work": ("dikerjakan di {unit}: {operation}", "at work on {unit}: {operation}"),
    "life.outside": ("proses luar: {operation}", "outside: {operation}"),
    "life.stock": ("menunggu stok barang jadi", "waits for finished stock"),
    "life.hold": ("disimpan sampai diminta", "held until wanted"),
    "life.truck": ("menunggu truk", "waits for a truck"),
    "life.travel": ("di perjalanan", "on the road"),
    "life.again": ("{what} (putaran ke-{attempt})", "{what} (pass {attempt})"),
    "life.received": ("bahan tiba {day}", "material came {day}"),
    "life.replenished": ("stok terisi {day}", "stock replenished {day}"),
    "life.orders": ("{n} pesanan, {whose}", "{n} orders, {whose}"),
    "life.refused": ("ditolak", "refused"),
    "life.window": ("jendela kirim", "delivery window"),
    "life.delivered": ("terkirim", "delivered"),
    "column.why.since": ("sejak", "since"),
    "column.why.state": ("keadaan", "what it was in"),
    "column.why.open": ("jam buka", "open hours"),
    "column.why.closed": ("jam tutup", "closed hours"),
    "column.why.held": ("jam, dan dipakai siapa", "hours, and who held it"),
    "column.why.lifted": ("tanpa", "without"),
    "column.why.sme": ("IKM", "SME"),
    "column.why.came": ("tiba", "delivered"),
    "column.why.served": ("tepat waktu dan lengkap", "on time and in full"),
    "figure.life": ("Perjalanan satu pesanan", "The life of an order"),
    "figure.life.work": ("dikerjakan: {operation}", "at work: {operation}"),
    "figure.life.note": (
        "pesanan {order} dari {partner}, replikasi {replication}; angka: hari; warna pucat: jam tutup",
        "order {order} of {partner}, replication {replication}; numbers: days; pale: closed hours",
    ),
    # -- what a log of orders tells
    "fit.log": (
        "{file}: {orders} pesanan dari {partners} mitra, {first} sampai {last}.",
        "{file}: {orders} orders of {partners} partners, {first} to {last}.",
    ),
    "fit.days": (
        (
            "Catatan ini hanya menyebut hari, bukan jam: beberapa pesanan pada satu hari disebar acak sepanjang hari "
            "itu."
        ),
        "The log says days, not hours: several orders on a day are spread at random over that day.",
    ),
    "fit.one": (
        "{partner}: pesanan: {n}, semua pada satu saat; kapan pesanan datang tidak dapat ditaksir.",
        "{partner}: orders: {n}, all at one moment; how they come cannot be estimated.",
    ),
    "fit.every.exponential": (
        (
            "{partner}: {n} pesanan, rata-rata satu tiap {mean} {unit} (selang {confidence}: {low} sampai {high}), "
            "saling bebas (eksponensial)."
        ),
        (
            "{partner}: {n} orders, one in {mean} {unit} in the mean ({confidence} interval: {low} to {high}), "
            "independent of each other (exponential)."
        ),
    ),
    "fit.every.gamma": (
        (
            "{partner}: {n} pesanan, rata-rata satu tiap {mean} {unit} (selang {confidence}: {low} sampai {high}); "
            "gamma dengan koefisien variasi {cv} jelas lebih cocok daripada eksponensial."
        ),
        (
            "{partner}: {n} orders, one in {mean} {unit} in the mean ({confidence} interval: {low} to {high}); a gamma "
            "with a coefficient of variation of {cv} fits clearly better than an exponential."
        ),
    ),
    "fit.every.constant": (
        "{partner}: {n} pesanan, satu tiap {mean} {unit}, selalu sama.",
        "{partner}: {n} orders, one in {mean} {unit}, always the same.",
    ),
    "fit.season": (
        "Ada musim: {most} {high} kali rata-rata, {least} {low} kali.",
        "There is a season: {most} has {high} times the mean rate, {least} {low} times.",
    ),
    "fit.season.none": (
        "Tidak ada musim yang jelas menurut bulan.",
        "There is no clear season by month.",
    ),
    "fit.season.short": (
        "Musim tidak ditanyakan: perlu catatan satu tahun dengan jarak yang tidak selalu sama.",
        "No season is asked for: that takes a year of orders that are not always as far apart.",
    ),
    "fit.poor": (
        "Tidak ada keluarga sebaran yang cocok untuk jumlah {components}: catatannya sendiri yang dipakai.",
        "No family fits the pieces of {components}: the log's own are taken.",
    ),
    "fit.lead_time": (
        "Waktu tunggu rata-rata {mean} hari (selang: {low} sampai {high}); belum terkirim: {open}.",
        "The mean lead time is {mean} days (interval: {low} to {high}); not delivered: {open}.",
    ),
    "fit.lead_time.short": (
        "Waktu tunggu rata-rata {mean} hari, dari terlalu sedikit bulan untuk sebuah selang; belum terkirim: {open}.",
        "The mean lead time is {mean} days, of too few months for an interval; not delivered: {open}.",
    ),
    "fit.on_time": (
        "Tiba paling lambat pada hari tenggatnya: {share}.",
        "By their due dates came {share}.",
    ),
    "fit.note": (
        (
            "Selang {confidence}. p: peluang bahwa sebaran yang benar tampak seburuk ini; untuk jarak antarpesanan, "
            "peluang bahwa gamma tampak sejauh ini lebih baik daripada eksponensial yang benar; untuk bulan, peluang "
            "bulan seberbeda ini tanpa musim."
        ),
        (
            "Intervals of {confidence}. p: the chance that the right distribution looks as bad as this; of times "
            "between orders, that a gamma looks so much better than a right exponential; of months, that they are so "
            "unlike without a season."
        ),
    ),
    "fit.family.constant": ("tetap", "constant"),
    "fit.family.exponential": ("eksponensial", "exponential"),
    "fit.family.gamma": ("gamma", "gamma"),
    "fit.family.lognormal": ("lognormal", "lognormal"),
    "fit.family.normal": ("normal", "normal"),
    "fit.family.uniform": ("seragam", "uniform"),
    "fit.family.discrete": ("diskret", "discrete"),
    "fit.what.every": ("jarak antarpesanan", "time between orders"),
    "fit.what.every_cv": ("koefisien variasinya", "its coefficient of variation"),
    "fit.what.factor": ("faktor laju, {month}", "factor of the rate, {month}"),
    "fit.what.share": ("porsi pesanan", "share of orders"),
    "fit.what.quantity": ("buah per pesanan", "pieces per order"),
    "fit.what.quantity_cv": ("koefisien variasi buah", "coefficient of variation of pieces"),
    "fit.what.batch": ("pesanan sekaligus", "orders at a time"),
    "fit.what.batch_cv": ("koefisien variasinya", "its coefficient of variation"),
    "fit.what.due": ("waktu yang dijanjikan", "quoted time"),
    "fit.what.due_cv": ("koefisien variasinya", "its coefficient of variation"),
    "fit.what.lead_time": ("waktu tunggu", "lead time"),
    "fit.what.on_time": ("tiba paling lambat pada tenggat", "delivered by the due date"),
    "column.fit.what": ("apa", "what"),
    "column.fit.estimate": ("taksiran", "estimate"),
    "column.fit.interval": ("selang", "interval"),
    "column.fit.unit": ("satuan", "unit"),
    "column.fit.family": ("sebaran", "distribution"),
    "column.fit.p": ("p", "p"),
    "column.fit.n": ("dari", "from"),
    "fit.title": ("Data sendiri: {file}", "Own data: {file}"),
    "fit.publisher": ("catatan pesanan sendiri", "own log of orders"),
    "fit.says": (
        "{orders} pesanan dari {partners} mitra; low dan high adalah ujung selang {confidence}",
        "{orders} orders of {partners} partners; low and high are the ends of {confidence} intervals",
    ),
    "fit.n": ("banyak nilai: {n}", "values: {n}"),
    "fit.mean": ("rata-rata {mean} ({low} sampai {high})", "mean {mean} ({low} to {high})"),
    "fit.cv": ("koefisien variasi {mean} ({low} sampai {high})", "cv {mean} ({low} to {high})"),
    "fit.target": ("yang terjadi, {first} sampai {last}", "as it was, {first} to {last}"),
    "figure.fit": ("Kecocokan sebaran dengan catatan pesanan", "How distributions fit the log"),
    "figure.fit.note": (
        "porsi sampai suatu nilai; bertangga dan pucat: dalam catatan; garis tipis: sebaran yang dicocokkan",
        "the share up to a value; pale steps: in the log; thin lines: the fitted distribution",
    ),
    "figure.fit.gaps": ("{partner}: hari antarpesanan", "{partner}: days between orders"),
    "figure.fit.season": ("{family}, tanpa musim", "{family}, without the season"),
    "figure.fit.pieces": ("buah per pesanan", "pieces per order"),
    "message.results": ("Hasil: {path}", "Results: {path}"),
    "message.needs": (
        "{file}: tiap replikasi sekitar {orders} pesanan, {rows} baris log, {size} MB",
        "{file}: a replication has about {orders} orders, {rows} rows of the log, {size} MB",
    ),
    "message.valid": ("{file}: sah", "{file}: valid"),
    "message.mistakes": ("Kesalahan: {n}", "Mistakes: {n}"),
    "message.nothing_to_draw": ("Tidak ada yang dapat digambar: {figure}", "Nothing to show: {figure}"),
    "message.laid": ("Ditulis: {path}", "Written: {path}"),
    "message.kept": ("Sudah ada, dibiarkan: {path}", "Already there, left alone: {path}"),
    "message.next": ("Selanjutnya: {command}", "Next: {command}"),
    "message.failed_requirement": ("Sasaran wajib tidak tercapai: {kpis}", "Required targets missed: {kpis}"),
    # -- the register
    "register.title": ("Daftar angka dan sumbernya", "Register of numbers and their sources"),
    "register.count": (
        "{n} angka: {sourced} bersumber, {assumption} asumsi, {unsourced} tanpa sumber, {choice} pilihan model.",
        "{n} numbers: {sourced} sourced, {assumption} assumptions, {unsourced} without a source, {choice} choices.",
    ),
    "register.share": (
        "Porsi yang diasumsikan (dari angka tentang dunia nyata): {share}.",
        "Share assumed (of the numbers about the world): {share}.",
    ),
    "register.alternatives": (
        "Tipe bengkel yang hanya dugaan, dan yang sama masuk akalnya",
        "Workshop types that are guesses, and those as plausible",
    ),
    "register.queue": ("Asumsi dengan rentang terlebar", "The widest assumptions"),
    "kind.sourced": ("bersumber", "sourced"),
    "kind.assumption": ("asumsi", "assumption"),
    "kind.unsourced": ("tanpa sumber", "unsourced"),
    "kind.choice": ("pilihan", "choice"),
    # -- experiments
    "verdict.better": ("lebih baik", "better"),
    "verdict.worse": ("lebih buruk", "worse"),
    "verdict.higher": ("naik", "higher"),
    "verdict.lower": ("turun", "lower"),
    "verdict.same": ("sama persis", "exactly the same"),
    "verdict.hardly": ("hampir tidak berubah", "hardly any change"),
    "verdict.new": ("baru", "new"),
    "verdict.gone": ("tidak ada lagi", "gone"),
    "verdict.unclear": ("belum dapat dibedakan", "cannot be told apart"),
    "compare.inputs": ("Yang berbeda pada {other} dari {base}:", "What differs in {other} from {base}:"),
    "compare.no_inputs": ("Masukan {other} sama dengan {base}.", "The inputs of {other} are those of {base}."),
    "compare.title": (
        "{other} dibandingkan dengan {base}, {n} replikasi",
        "{other} compared with {base}, {n} replications",
    ),
    "compare.needed": ("~{n} replikasi untuk membedakannya", "~{n} replications would tell"),
    "party.partners": ("mitra", "partners"),
    "party.smes": ("IKM", "SMEs"),
    "party.each": ("IKM satu per satu", "SMEs one by one"),
    "party.workers": ("pekerja", "workers"),
    "party.regency": ("kabupaten", "the regency"),
    "stake.worse": ("rugi", "loses"),
    "stake.better": ("untung", "gains"),
    "gains.title": ("Siapa untung, siapa rugi", "Who gains, who loses"),
    "gains.note": (
        (
            "Yang rugi disebut dahulu. Selang berlaku serentak untuk semua dalam satu kolom. Angka IKM adalah rata-rata"
            " usaha yang ada di kedua skenario; satu IKM dapat termasuk beberapa jalur. Yang belum dapat dibedakan"
            " tidak ditampilkan."
        ),
        (
            "Losers come first. Intervals hold for all within a column at once. Numbers of SMEs are means of the firms"
            " that are in both scenarios; one may belong to several channels. Who cannot be told apart is not shown."
        ),
    ),
    "gains.worse": ("Paling rugi: {most}.", "Loses most: {most}."),
    "gains.better": ("Paling untung: {most}.", "Gains most: {most}."),
    "gains.most": (
        "{who}, {kpi} {direction} sebesar {size} ({low} – {high})",
        "{who}, {kpi} {size} ({low} – {high}) {direction}",
    ),
    "gains.firms": (
        "Dari {n} IKM, {lose} pasti berkurang hasilnya dan {gain} pasti bertambah.",
        "Of {n} SMEs, {lose} surely keep less and {gain} surely more.",
    ),
    "gains.party": ("pihak", "party"),
    "gains.who": ("siapa", "who"),
    "gains.kpi": ("KPI", "KPI"),
    "gains.base": ("dasar", "base"),
    "gains.other": ("skenario ini", "this scenario"),
    "gains.change": ("selisih", "difference"),
    "gains.verdict": ("kesimpulan", "verdict"),
    "gains.workers_of": ("pekerja {who}", "workers of {who}"),
    "gains.all": ("semua", "all"),
    "figure.who_gains": ("Siapa untung, siapa rugi", "Who gains, who loses"),
    "figure.who_gains.note": (
        "{name} dibandingkan {base}; selang {confidence}, serentak dalam tiap kelompok; abu-abu: belum dapat dibedakan",
        "{name} compared with {base}; intervals of {confidence}, at once within each group; grey: cannot be told apart",
    ),
    "figure.who_gains.x": ("selisih terhadap nilai dasarnya", "difference as a share of the base's value"),
    "robust.told": (
        "{name}: dalam {n} dunia andaian yang cocok, {kpi} berubah {low} sampai {high}, mediannya {middle}.",
        "{name}: in {n} worlds that agree with what is known, {kpi} moves by {low} to {high}, {middle} in the middle.",
    ),
    "robust.better_in": (
        "Lebih baik di {better} dari {n}, lebih buruk di {worse}.",
        "Better in {better} of {n}, worse in {worse}.",
    ),
    "robust.few": (
        "Di {missing} dari {of} dunia nilainya tidak ada.",
        "In {missing} of {of} worlds it has no value.",
    ),
    "robust.undefined": (
        "{name}: {kpi} tidak bernilai di satu pun dari {of} dunia andaian.",
        "{name}: {kpi} has no value in any of {of} worlds.",
    ),
    "robust.outlier": (
        "{name}: angka yang tertulis memberi {size}, di luar yang terjadi di 90 dari 100 dunia.",
        "{name}: the stated numbers say {size}, outside of what 90 of 100 worlds do.",
    ),
    "robust.failed": (
        "{name}: tidak mungkin ada, atau tanpa hasil, di {n} dunia; yang pertama: {why}",
        "{name}: cannot be, or has no results, in {n} worlds; the first: {why}",
    ),
    "robust.beats": (
        "{first} lebih baik daripada {second} di {better} dari {n} dunia.",
        "{first} is better than {second} in {better} of {n} worlds.",
    ),
    "robust.open": (
        "{first} dan {second}: masing-masing lebih baik di {better} dan {other} dari {n} dunia; tidak diperingkat.",
        "{first} and {second}: better in {better} and in {other} of {n} worlds; not ranked.",
    ),
    "robust.title": (
        "{other} dibandingkan {base}, dalam {n} dunia andaian yang cocok",
        "{other} compared with {base}, in {n} worlds that agree",
    ),
    "robust.now": (
        "Menurut {kpi}, pilihan sekarang: {best}. Mengetahui segalanya dulu bernilai {least} sampai {most} {unit}.",
        "By {kpi}, the choice now is {best}. To know everything beforehand would be worth {least} to {most} {unit}.",
    ),
    "robust.ask": (
        "Tanyakan dahulu: {name}; itu sendiri bernilai {worth} {unit}.",
        "Ask first about {name}: that alone is worth {worth} {unit}.",
    ),
    "robust.measure": (
        "Ukur dahulu: {name}; itu sendiri bernilai {worth} {unit}, lebih daripada pertanyaan lain mana pun.",
        "Measure {name} first: that alone is worth {worth} {unit}, more than any other question.",
    ),
    "robust.nothing": (
        "Untuk pilihan ini tidak ada satu pertanyaan pun yang layak dijawab dahulu.",
        "For this choice no single question is worth answering first.",
    ),
    "where.told": (
        (
            "{name}: {what} di {cases} dari {n} dunia, terutama bila {conditions}: di sana di {inside} dari {box}, "
            "di luarnya di {outside} dari {others}. Dari dunia yang disisihkan dan ada di kotak seperti itu: {held}."
        ),
        (
            "{name}: {what} in {cases} of {n} worlds, above all where {conditions}: there in {inside} of {box} worlds, "
            "elsewhere in {outside} of {others}. Of worlds kept back that lie in such a box, {held} do."
        ),
    ),
    "where.nothing": (
        "{name}: {what} di {cases} dari {n} dunia; tidak ada kelompok asumsi yang menunjukkan di mana.",
        "{name}: {what} in {cases} of {n} worlds; no group of assumptions tells in which.",
    ),
    "where.few": (
        "{name}: {what} di {cases} dari {n} dunia: terlalu sedikit, atau terlalu banyak, untuk tahu di mana.",
        "{name}: {what} in {cases} of {n} worlds: too few, or too many, to tell in which.",
    ),
    "where.falls": ("{kpi} turun {size} atau lebih", "{kpi} falls by {size} or more"),
    "where.holds": ("{kpi} turun paling banyak {size}", "{kpi} falls by {size} at most"),
    "where.stays": ("{kpi} naik paling banyak {size}", "{kpi} rises by {size} at most"),
    "where.rises": ("{kpi} naik {size} atau lebih", "{kpi} rises by {size} or more"),
    "where.work.more": (
        "pekerjaan dari {group} lebih banyak daripada di {low} dari 100 dunia",
        "{group} brings more work than in {low} of 100 worlds",
    ),
    "where.work.less": (
        "pekerjaan dari {group} lebih sedikit daripada di {less} dari 100 dunia",
        "{group} brings less work than in {less} of 100 worlds",
    ),
    "where.work.between": (
        "pekerjaan dari {group} lebih banyak daripada di {low} dari 100 dunia, lebih sedikit daripada di {less}",
        "{group} brings more work than in {low} of 100 worlds, less than in {less}",
    ),
    "where.number.more": (
        "{group} lebih besar daripada di {low} dari 100 dunia",
        "{group} is larger than in {low} of 100 worlds",
    ),
    "where.number.less": (
        "{group} lebih kecil daripada di {less} dari 100 dunia",
        "{group} is smaller than in {less} of 100 worlds",
    ),
    "where.number.between": (
        "{group} lebih besar daripada di {low} dari 100 dunia, lebih kecil daripada di {less}",
        "{group} is larger than in {low} of 100 worlds, smaller than in {less}",
    ),
    "figure.where.number": ("{group}", "{group}"),
    "figure.where.number.less": ("kecil", "smaller"),
    "figure.where.number.more": ("besar", "larger"),
    "figure.where.work": ("pekerjaan dari {group}", "work from {group}"),
    "figure.where.work.less": ("sedikit", "less"),
    "figure.where.work.more": ("banyak", "more"),
    "figure.where.stated": ("tertulis", "stated"),
    "figure.where": ("Di dunia mana itu terjadi", "In which worlds it happens"),
    "figure.where.margin": ("jarak dari syarat ({unit})", "margin ({unit})"),
    "figure.where.note": (
        "{name}: {what}; berisi: ya, kosong: tidak; di kotak {inside} dari {box}, di luarnya {outside} dari {others}",
        "{name}: {what}; filled: yes, hollow: no; {inside} of {box} in the box, {outside} of {others} outside",
    ),
    "where.title": ("{name}: di dunia mana {where}", "{name}: in which worlds {where}"),
    "where.condition": ("syarat", "condition"),
    "where.example": ("misalnya", "for example"),
    "where.chance": ("kebetulan (nilai p)", "chance (p-value)"),
    "robust.questions": ("Yang perlu ditanyakan dahulu", "What to ask first"),
    "robust.question": ("pertanyaan", "question"),
    "robust.worth": ("nilai", "worth"),
    "robust.interval": ("selang 90%", "90% interval"),
    "robust.chance": ("kebetulan", "chance"),
    "robust.kpi": ("KPI", "KPI"),
    "robust.stated": ("angka tertulis", "stated numbers"),
    "robust.across": ("dunia, 5 / 50 / 95 %", "worlds, 5 / 50 / 95 %"),
    "robust.better": ("lebih baik di", "better in"),
    "robust.worse": ("lebih buruk di", "worse in"),
    "robust.luck": ("bagian bilangan acak", "luck's part"),
    "robust.unit": ("satuan", "unit"),
    "robust.uncounted": (
        "Selang ini belum memperhitungkan ketidakpastian asumsi: {n} dari {of} angka adalah asumsi.",
        "Intervals count luck alone: {n} of {of} numbers are assumptions, whose ranges they do not count.",
    ),
    "compare.price": (
        "{other} terhadap {base}: biaya publik per {what}: {price}",
        "{other} against {base}: public cost of {what}: {price}",
    ),
    "compare.untold": ("tidak dapat dipastikan", "cannot be told"),
    "compare.price.orders_served": ("pesanan tambahan yang terpenuhi", "a further order served"),
    "compare.price.jobs_fte": ("pekerja penuh tambahan dan bulan", "a further full-time job and month"),
    "compare.adjusted": (
        "Selang {kpi} berlaku serentak untuk semua pasangan skenario; KPI lain tidak disesuaikan.",
        "The intervals of {kpi} hold for all pairs of scenarios at once; other KPIs are not adjusted.",
    ),
    "compare.stopped": (
        (
            "Replikasi ditambah sampai setepat yang diminta; selang yang berhenti begitu mencakup lebih jarang daripada"
            " yang disebut, terutama bila nilainya menceng."
        ),
        (
            "Replications were added until as precise as asked; intervals that end so cover less often than they say,"
            " above all where values are skewed."
        ),
    ),
    "compare.gain": (
        (
            "Karena bilangan acaknya sama, selisih {kpi} setepat hasil {gain} kali replikasi sebanyak ini dengan"
            " bilangan acak terpisah."
        ),
        (
            "As the scenarios share their random draws, the difference in {kpi} is as precise as {gain} times as many"
            " replications with separate draws would make it."
        ),
    ),
    "column.base": ("dasar", "base"),
    "column.other": ("lainnya", "other"),
    "column.difference": ("selisih", "difference"),
    "column.replications": ("replikasi", "replications"),
    "column.level": ("taraf", "level"),
    "column.margin": ("jarak ke syarat", "margin"),
    "column.open": ("belum terkirim", "not delivered"),
    "message.compiling": (
        "Mesin dikompilasi sekali untuk komputer ini, kira-kira setengah menit ...",
        "Compiling the engine once for this computer, about half a minute ...",
    ),
    "message.comparing": ("Membandingkan", "Comparing"),
    "message.selecting": ("Memilih", "Selecting"),
    "select.best_is": (
        (
            "Menurut {kpi}, pilihan terbaik: {best}. Bila ia unggul paling sedikit {least}, pilihan ini benar dengan"
            " peluang {confidence} atau lebih."
        ),
        (
            "By {kpi}, the best option is: {best}. If it is ahead by {least} or more, this is right with a probability"
            " of at least {confidence}."
        ),
    ),
    "select.best_so_far": (
        "Menurut {kpi}, sejauh ini terbaik: {best}. Replikasi belum cukup untuk memastikannya.",
        "By {kpi}, the best so far is: {best}. There are too few replications to be sure of it.",
    ),
    "select.close": ("Sama baiknya, sejauh dapat dibedakan: {names}.", "As good, as far as can be told: {names}."),
    "select.dear": ("Di atas anggaran: {names}.", "Above the budget: {names}."),
    "select.missing": ("Pasti tidak memenuhi syarat: {names}.", "Surely missing the requirement: {names}."),
    "select.met": ("{best} pasti memenuhi {require}.", "{best} surely meets {require}."),
    "select.open": ("Belum pasti apakah {best} memenuhi {require}.", "Whether {best} meets {require} cannot be told."),
    "select.in_worlds": (
        "{best} terbaik di {k} dari {n} dunia andaian yang cocok.",
        "{best} is the best one in {k} of {n} worlds that agree.",
    ),
    "select.option": ("pilihan", "option"),
    "select.cost": ("biaya publik", "public cost"),
    "select.n": ("replikasi", "replications"),
    "select.mean": ("rata-rata", "mean"),
    "select.behind": ("selisih dari yang terbaik", "beside the best"),
    "select.best_in": ("terbaik di dunia", "best in worlds"),
    "select.verdict": ("kesimpulan", "verdict"),
    "select.verdict.best": ("terbaik", "the best"),
    "select.verdict.rivals": ("sama baiknya", "as good"),
    "select.verdict.out": ("tersisih", "left out"),
    "select.verdict.dear": ("di atas anggaran", "above the budget"),
    "select.verdict.missing": ("tidak memenuhi syarat", "misses the requirement"),
    "message.crediting": ("Menyimulasikan paket", "Running packages"),
    "credit.whole": (
        "Seluruh paket mengubah {kpi} dari {base} sebesar {size} {unit}.",
        "The whole package moves {kpi} of {base} by {size} {unit}.",
    ),
    "credit.untold": (
        "Apakah seluruh paket mengubah {kpi} dari {base} belum dapat dipastikan: {size} {unit}.",
        "Whether the whole package moves {kpi} of {base} cannot be told: {size} {unit}.",
    ),
    "credit.same": (
        "Seluruh paket tidak mengubah {kpi} dari {base} di replikasi mana pun.",
        "The whole package leaves {kpi} of {base} as it is in every replication.",
    ),
    "credit.most": (
        "Bagian terbesar berasal dari {name}: {size} {unit}.",
        "The largest part comes from {name}: {size} {unit}.",
    ),
    "credit.open": (
        "Bagian yang belum dapat dibedakan dari nol: {names}.",
        "Parts that cannot be told from nothing: {names}.",
    ),
    "credit.interplay": (
        "{name} bergantung pada langkah lain: sendirian {alone}, sebagai yang terakhir {last} {unit}.",
        "{name} depends on the other measures: alone {alone}, last {last} {unit}.",
    ),
    "credit.undefined": ("{kpi}: tidak bernilai di semua paket.", "{kpi}: has no value in every package."),
    "credit.title": (
        "{kpi}: sumbangan tiap langkah terhadap {base}, {unit} ({packages} paket, {n} replikasi)",
        "{kpi}: what each measure adds to {base}, {unit} ({packages} packages, {n} replications)",
    ),
    "credit.by_year": ("{kpi}: bagian tiap langkah per tahun, {unit}", "{kpi}: each measure's part by year, {unit}"),
    "credit.prices": ("Biaya publik tiap langkah", "What each measure costs the public"),
    "credit.worlds": (
        "{kpi}: bagian tiap langkah di dunia andaian yang cocok, {unit}",
        "{kpi}: each measure's part in worlds that agree, {unit}",
    ),
    "credit.measure": ("langkah", "measure"),
    "credit.alone": ("sendirian", "alone"),
    "credit.last": ("sebagai yang terakhir", "last"),
    "credit.share": ("bagiannya (Shapley)", "its part (Shapley)"),
    "credit.together": ("seluruh paket", "the whole package"),
    "credit.cost": ("Rp sebulan", "Rp a month"),
    "credit.orders": ("pesanan tepat waktu tambahan sebulan", "orders on time more, a month"),
    "credit.price": ("Rp per pesanan tambahan", "Rp for each of them"),
    "credit.stated": ("angka tertulis", "stated numbers"),
    "credit.across": ("dunia, 5 / 50 / 95 %", "worlds, 5 / 50 / 95 %"),
    "credit.up": ("menaikkan di", "raises it in"),
    "credit.down": ("menurunkan di", "lowers it in"),
    "credit.of": ("{n} dari {of}", "{n} of {of}"),
    "credit.note": (
        (
            "Sendirian: ditambahkan pada keadaan dasar. Sebagai yang terakhir: pada paket semua langkah lain. Bagian:"
            " rata-rata atas semua urutan; jumlahnya sama dengan seluruh paket. Dalam satu kolom, selang {confidence}"
            " berlaku serentak untuk semua langkah."
        ),
        (
            "Alone: added to the base. Last: to the package of all others. Part: the mean over all orders; parts sum to"
            " the whole package. Within a column the {confidence} intervals of all measures hold at once."
        ),
    ),
    "message.damaged_part": (
        "{path}: rusak, isinya bukan yang ditulis; titiknya disimulasikan lagi",
        "{path}: damaged, not what was written; its point was simulated again",
    ),
    "message.interrupted": (
        "Dihentikan. Folder hasil yang belum selesai tidak disimpan; titik sapuan yang sudah selesai tetap ada.",
        "Interrupted. No folder of results is left half done; points of a sweep that were done are kept.",
    ),
    "list.name": ("nama", "name"),
    "list.title": ("judul", "title"),
    "list.date": ("tanggal", "date"),
    "list.kind": ("jenis", "kind"),
    "list.size": ("ukuran", "size"),
    "list.path": ("folder", "folder"),
    "list.run": ("simulasi", "run"),
    "list.comparison": ("perbandingan", "comparison"),
    "list.credit": ("bagian tiap langkah", "credit"),
    "list.selection": ("pemilihan", "selection"),
    "list.sweep": ("sapuan", "sweep"),
    "list.headroom": ("ruang tumbuh", "headroom"),
    "list.worlds": ("dunia andaian", "worlds"),
    "list.none": ("Belum ada hasil di sini.", "No results here yet."),
    "message.matching": ("Mencari dunia yang cocok", "Looking for worlds that agree"),
    "worlds.found": (
        "{n} dari {of} dunia andaian cocok dengan yang diketahui; bedanya di {assumptions} asumsi, {groups} kelompok.",
        "{n} of {of} worlds agree with what is known; they differ in {assumptions} assumptions, {groups} groups.",
    ),
    "worlds.unknown": (
        "Tidak ada yang diketahui yang dapat menolak sebuah dunia: tidak ada target yang bersumber.",
        "Nothing is known that could rule a world out: no target has a source.",
    ),
    "worlds.rough": (
        "{n} dunia terlalu sedikit untuk ujung sebaran dan tahu apa yang sudah pasti; mintalah {enough} atau lebih.",
        "{n} worlds are too few for the ends of a range and to tell what is pinned down; ask for {enough} or more.",
    ),
    "worlds.few": (
        "Diminta {wanted}. Paling banyak ditolak oleh {kpi}: {out} dari semua dunia, {alone} hanya olehnya.",
        "{wanted} were wanted. {kpi} rules out most: {out} of all worlds, {alone} that nothing else rules out.",
    ),
    "worlds.stated_out": (
        "Angka yang tertulis sendiri tidak cocok dengan yang diketahui: {kpis}.",
        "The stated numbers themselves do not agree with what is known: {kpis}.",
    ),
    "worlds.failed": (
        "{n} dunia tidak mungkin ada atau tanpa hasil; yang pertama: {why}",
        "{n} worlds cannot be, or have no results; the first: {why}",
    ),
    "worlds.kpi": ("KPI", "KPI"),
    "worlds.known": ("diketahui", "known"),
    "worlds.all": ("semua dunia, 5 / 50 / 95 %", "all worlds, 5 / 50 / 95 %"),
    "worlds.kept": ("yang cocok, 5 / 50 / 95 %", "those that agree, 5 / 50 / 95 %"),
    "worlds.out": ("menolak", "rules out"),
    "worlds.alone": ("sendirian", "alone"),
    "worlds.pinned": (
        "Kelompok asumsi yang paling dipersempit (0: seperti tertulis, di atas 0: lebih banyak pekerjaan):",
        "Groups of assumptions that are pinned down most (0: as stated, above 0: more work):",
    ),
    "worlds.group": ("kelompok", "group"),
    "worlds.low": ("5 %", "5 %"),
    "worlds.middle": ("50 %", "50 %"),
    "worlds.high": ("95 %", "95 %"),
    "worlds.spread": ("sebaran", "spread"),
    "worlds.matters": ("bagian ragam tingkat layanan", "share of service level's variance"),
    "worlds.influences": (
        "Yang paling menggerakkan {kpi} di semua dunia yang mungkin menurut rentangnya, bagian ragam:",
        "What moves {kpi} most over all worlds that ranges allow, shares of variance:",
    ),
    "worlds.by_itself": ("sendirian", "alone"),
    "worlds.total": ("bersama yang lain", "with others"),
    "worlds.no_influences": (
        "Bagian ragam semua dunia tidak dihitung: {library} belum terpasang; pip install 'takarusim[worlds]'",
        "Shares of variance over all worlds are not told: {library} is not installed; pip install 'takarusim[worlds]'",
    ),
    "figure.pinned": ("Yang dipersempit oleh yang diketahui, dan yang tidak", "What is pinned down, and what is not"),
    "figure.pinned.note": (
        "Batang memuat 90 persen, lingkaran median; {n} dari {of} dunia cocok dengan yang diketahui",
        "Bars hold 90 percent, circles are medians; {n} of {of} worlds agree with what is known",
    ),
    "figure.pinned.all": ("semua dunia", "all worlds"),
    "figure.pinned.kept": ("dunia yang cocok", "worlds that agree"),
    "figure.pinned.less": ("pekerjaan lebih sedikit", "less work"),
    "figure.pinned.stated": ("seperti tertulis", "as stated"),
    "figure.pinned.more": ("pekerjaan lebih banyak", "more work"),
    "message.sweeping": ("Menyapu titik rancangan", "Sweeping design points"),
    "message.trying": ("Mencoba taraf", "Trying levels"),
    "message.failed_point": ("Titik {point} gagal: {message}", "Point {point} failed: {message}"),
    "sweep.means": (
        "Rata-rata {n} replikasi di tiap titik rancangan:",
        "Means of {n} replications at each design point:",
    ),
    "sweep.worlds": ("dunia, 5 / 50 / 95 %", "worlds, 5 / 50 / 95 %"),
    "sweep.in_worlds": (
        "Dalam kurung: selang 95% dari angka tertulis. Dunia yang cocok: {n}.",
        "In brackets: 95% intervals of the stated numbers. Worlds that agree: {n}.",
    ),
    "sweep.in_some_worlds": (
        "Dalam kurung: selang 95% dari angka tertulis. Dunia yang cocok: {n}; di {missing} ada titik tanpa nilai.",
        "In brackets: 95% intervals of the stated numbers. Worlds that agree: {n}; a point has no value in {missing}.",
    ),
    "sweep.more": ("Dan {n} titik lagi, dalam hasilnya.", "And {n} more points, in the results."),
    "headroom.surely": (
        "Syarat terpenuhi dengan keyakinan {confidence} sampai {level} kali permintaan saat ini.",
        "The requirement is met with {confidence} confidence up to {level} times today's demand.",
    ),
    "headroom.never": (
        "Pada tidak satu taraf pun yang dicoba syarat terpenuhi dengan keyakinan {confidence}.",
        "At no level tried is the requirement met with {confidence} confidence.",
    ),
    "headroom.none": (
        "Tidak ada ruang tumbuh: syarat terpenuhi (keyakinan {confidence}) sampai {level} kali permintaan saat ini.",
        "No room for more: the requirement is met with {confidence} confidence up to {level} times today's demand.",
    ),
    "headroom.whole": ("{kpi}, seluruh lingkungan industri", "{kpi}, the whole estate"),
    "headroom.everybody": ("permintaan semua mitra dikalikan", "demand of all partners multiplied"),
    "headroom.demand": ("permintaan {what} dikalikan", "demand of {what} multiplied"),
    "headroom.count": ("{what} diubah", "{what} varied"),
    "headroom.missed": (
        "Dari {level} kali permintaan saat ini syarat itu tidak terpenuhi lagi, dengan keyakinan yang sama.",
        "From {level} times today's demand on it is missed, with the same confidence.",
    ),
    "headroom.frozen": (
        "Kemitraan yang tumbuh ditetapkan pada 100 persen: bila tidak, permintaan turun bersama layanan.",
        "Partnerships that grow are kept at 100 percent: else demand would fall as service does.",
    ),
    "headroom.times_in": (
        "Dengan {level} kali permintaan saat ini syarat terpenuhi di {met} dari {n} dunia andaian yang cocok.",
        "At {level} times today's demand it is met in {met} of {n} worlds that agree with what is known.",
    ),
    "headroom.units_in": (
        "Dengan {level} syarat terpenuhi di {met} dari {n} dunia andaian yang cocok.",
        "With {level} it is met in {met} of {n} worlds that agree with what is known.",
    ),
    "headroom.fewest": (
        "Paling sedikit {level} agar syarat terpenuhi dengan keyakinan {confidence}.",
        "The fewest that meet the requirement with {confidence} confidence are {level}.",
    ),
    "figure.forest": ("Selisih: {kpi}", "Difference: {kpi}"),
    "figure.forest.note": (
        "Selisih berpasangan terhadap {base}, dengan selang {confidence}; nol berarti tidak ada pengaruh",
        "Paired differences to {base}, with {confidence} intervals; zero is no effect",
    ),
    "figure.forest.x": ("selisih ({unit})", "difference ({unit})"),
    "figure.before_and_after": ("Sebelum dan sesudah: {kpi}", "Before and after: {kpi}"),
    "figure.before_and_after.note": (
        "{base} dan {other}, menurut mitra; garis: selang {confidence} perubahannya",
        "{base} and {other}, by partner; lines: {confidence} intervals of the change",
    ),
    "figure.headroom": ("Ruang tumbuh: {kpi}", "Headroom: {kpi}"),
    "figure.select": ("Selisih tiap pilihan dari yang terbaik: {kpi}", "How options differ from the best one: {kpi}"),
    "figure.select.note": (
        "Garis: selang {confidence} dari selisih berpasangan; abu-abu: selisih yang tidak berarti.",
        "Lines: intervals of {confidence} of the paired difference; grey: differences not worth telling.",
    ),
    "figure.select.more": ("{n} pilihan yang lebih jauh tidak digambar.", "{n} options further away are not drawn."),
    "figure.select.dear": ("Di atas anggaran, tidak dijalankan: {n}.", "Above the budget, not run: {n}."),
    "figure.select.x": ("selisih dari yang terbaik, {unit}", "difference to the best one, {unit}"),
    "figure.credit": ("Sumbangan tiap langkah: {kpi}", "What each measure brings: {kpi}"),
    "figure.credit.note": (
        "Batang: bagiannya (Shapley) dengan selang {confidence} yang berlaku serentak; dasar: {base}",
        "Bars: its part (Shapley) with intervals of {confidence} that hold at once; base: {base}",
    ),
    "figure.credit.x": ("selisih terhadap keadaan dasar, {unit}", "difference to the base, {unit}"),
    "figure.credit_years": ("Sumbangan tiap langkah per tahun: {kpi}", "What each measure brings, by year: {kpi}"),
    "figure.credit_years.note": (
        "Bagian tiap langkah (Shapley) dengan selang {confidence} yang berlaku serentak dalam setahun; dasar: {base}",
        "Each measure's part (Shapley) with intervals of {confidence} that hold at once within a year; base: {base}",
    ),
    "figure.headroom.note": (
        "{what}; syarat {requirement}; garis utuh: terpenuhi dengan yakin, titik-titik: tidak lagi",
        "{what}; requirement {requirement}; solid line: surely met, dotted: surely missed",
    ),
    "figure.headroom.x": ("kelipatan permintaan saat ini", "multiple of today's demand"),
    "figure.headroom.units": ("jumlah", "number"),
    "figure.main_effects": ("Pengaruh utama: {kpi}", "Main effects: {kpi}"),
    "figure.main_effects.note": (
        "Rata-rata pada tiap taraf faktor, dirata-ratakan atas taraf faktor lain; garis putus: rata-rata semua titik",
        "Mean at each level of a factor, averaged over the levels of the others; dashed: mean of all points",
    ),
    "figure.main_effects.worlds": (
        "pita: 90 persen dari {n} dunia yang cocok, strip: median",
        "bands: 90 percent of {n} worlds that agree, dashes: medians",
    ),
    "figure.main_effects.missing": ("Titik tanpa nilai: {n}.", "Points without a value: {n}."),
    "figure.main_effects.x": ("rata-rata ({unit})", "mean ({unit})"),
    "figure.tornado": ("Faktor mana paling berpengaruh: {kpi}", "Which factor matters most: {kpi}"),
    "figure.tornado.note": (
        (
            "Rata-rata pada taraf ujung tiap faktor, dirata-ratakan atas faktor lain; garis: rata-rata semua titik, "
            "{overall}. Pucat: belum dapat dibedakan dari nol ({confidence}, serentak)."
        ),
        (
            "Mean at the end levels of each factor, averaged over the others; line: mean of all points, {overall}. "
            "Pale: cannot be told from no effect ({confidence}, jointly)."
        ),
    ),
    "figure.tornado.unordered": (
        "Kategori tanpa urutan: taraf dengan rata-rata terendah dan tertinggi.",
        "Categories without an order: the levels with the lowest and the highest mean.",
    ),
    "figure.tornado.lowest": ("taraf terendah", "lowest level"),
    "figure.tornado.highest": ("taraf tertinggi", "highest level"),
    "figure.heat_map": ("Permukaan respons: {kpi}", "Response surface: {kpi}"),
    "figure.heat_map.note": ("Rata-rata replikasi pada tiap titik", "Mean of the replications at each point"),
    "figure.heat_map.higher": ("makin terang makin tinggi: makin baik", "the lighter the higher: the better"),
    "figure.heat_map.lower": ("makin terang makin tinggi: makin buruk", "the lighter the higher: the worse"),
    "figure.heat_map.": ("makin terang makin tinggi", "the lighter the higher"),
    "figure.heat_map.averaged": (
        "Rata-rata replikasi, dirata-ratakan atas {others}",
        "Mean of the replications, averaged over {others}",
    ),
    # -- inputs of a scenario, in a list of changes
    # -- the page
    "message.serving": (
        "Halaman ada di {address}, untuk komputer ini saja; Ctrl+C mengakhirinya.",
        "The page is at {address}, for this machine alone; Ctrl+C ends it.",
    ),
    "app.title": ("LIK Takaru: coba, lihat, tanya", "LIK Takaru: play, see, ask"),
    "app.view": ("Bagian", "View"),
    "app.view.play": ("Coba", "Play"),
    "app.view.see": ("Lihat", "See"),
    "app.view.ask": ("Tanya", "Ask"),
    "app.view.keep": ("Simpan", "Keep"),
    "app.view.side": ("Sisi", "Side"),
    "app.base": ("Skenario dasar", "Base"),
    "app.measures": ("Upaya yang ditambahkan", "Measures upon it"),
    "app.no_measures": ("Belum ada; pilih satu atau beberapa", "None yet; choose one or several"),
    "app.reset": ("Kembalikan ke dasar", "Back to the base"),
    "app.with_values": ("{title} (diubah)", "{title} (changed)"),
    "app.theme.demand": ("Permintaan mitra", "Demand of partners"),
    "app.theme.buildings": ("Bengkel yang terisi dan usaha", "Buildings let and firms"),
    "app.theme.crews": ("Regu dan lembur", "Crews and overtime"),
    "app.theme.allotment": ("Alokasi pesanan", "Allotment of orders"),
    "app.theme.mentoring": ("Pendampingan", "Mentoring"),
    "app.theme.money": ("Modal dan kredit", "Capital and credit"),
    "app.theme.supply": ("Truk dan bahan baku", "Truck and material"),
    "app.own": ("Skenario sendiri", "A scenario of your own"),
    "app.own.says": (
        (
            "Berkas YAML, atau lembar kerja Excel dari `takarusim template`; paling besar {most} MB. "
            "Berkas hanya dibaca dan tidak dikirim ke mana pun."
        ),
        "A YAML file, or a workbook from `takarusim template`; {most} MB at most. It is only read, and sent nowhere.",
    ),
    "app.own.named": ("Skenario sendiri: {name}", "Your own: {name}"),
    "app.before": ("sebelum", "before"),
    "app.after": ("sesudah", "after"),
    "app.side.before": ("Sebelum", "Before"),
    "app.side.after": ("Sesudah", "After"),
    "app.column.input": ("masukan", "input"),
    "app.column.before": ("sebelum", "before"),
    "app.column.after": ("sesudah", "after"),
    "app.differs": ("Masukan yang berbeda: {n}", "What differs in the inputs: {n}"),
    "app.more": ("{n} lagi", "{n} more"),
    "app.rough": (
        "Kasar: {n} replikasi dari tahun pertama saja, dalam {seconds} detik. Jawaban lengkap sedang dihitung.",
        "Rough: {n} replications of the first year alone, in {seconds} s. The full answer is under way.",
    ),
    "app.full": ("Jawaban lengkap: {n} replikasi", "Full answer: {n} replications"),
    "app.starting": ("Menghitung jawaban kasar …", "Working out a rough answer …"),
    "app.refining": ("Menghitung jawaban lengkap …", "Working out the full answer …"),
    "app.running": ("Mensimulasikan …", "Simulating …"),
    "app.trying": ("Mencoba tingkat permintaan …", "Trying levels of demand …"),
    "app.see.figures": ("Gambar", "Figures"),
    "app.see.months": ("Per bulan", "By month"),
    "app.see.buildings": ("Peta", "Map"),
    "app.see.ledger": ("Buku waktu", "Ledger"),
    "app.figure": ("Gambar", "Figure"),
    "app.of_run": ("{title} (satu skenario)", "{title} (one scenario)"),
    "app.month": ("bulan", "month"),
    "app.from": ("Empat minggu mulai", "Four weeks from"),
    "app.player.says": (
        (
            "Satu kotak adalah satu bengkel, satu titik satu lot yang menunggu; warnanya mitra yang memesan. "
            "Malam dan hari libur dilewati."
        ),
        (
            "A square is a building, a dot a lot that waits; the colour is the partner that ordered. "
            "Nights and holidays are skipped."
        ),
    ),
    "app.player.play": ("Putar", "Play"),
    "app.player.pause": ("Jeda", "Pause"),
    "app.player.speed": ("Kecepatan", "Speed"),
    "app.player.idle": ("tanpa pekerjaan atau tutup", "no work, or closed"),
    "app.player.queue": ("{count} lot mengantre", "{count} lots in the queue"),
    "app.player.lots": ("{count} lot", "{count} lots"),
    "app.ask.headroom": ("Ruang tumbuh", "Headroom"),
    "app.ask.binding": ("Apa yang mengikat", "What binds"),
    "app.ask.robust": ("Seberapa pasti", "How sure"),
    "app.robust.says": (
        "Semua angka andaian diganti bersama-sama dalam {n} dunia yang cocok dengan data. Perlu beberapa menit.",
        "All assumed numbers are changed together, in {n} worlds that agree with the data. It takes some minutes.",
    ),
    "app.ask.late": ("Mengapa terlambat", "Why it was late"),
    "app.order": ("Pesanan, yang paling terlambat lebih dulu", "Order, the latest first"),
    "app.order.of": ("pesanan {order}, replikasi {replication}", "order {order}, replication {replication}"),
    "app.partner": ("Mitra", "Partner"),
    "app.everybody": ("Semua mitra bersama-sama", "All partners together"),
    "app.loss": ("Boleh turun: {kpi}", "May be lost of: {kpi}"),
    "app.ask": ("Hitung", "Find out"),
    "app.binding.says": (
        "Setiap kendala dilepas satu per satu: berapa pesanan lagi yang tepat waktu dan lengkap? Perlu beberapa menit.",
        "Each constraint is lifted in turn: how many more orders are on time in full? It takes some minutes.",
    ),
    "app.keep": ("Simpan", "Keep"),
    "app.keep.here": ("Simpan di komputer ini", "Keep it on this machine"),
    "app.keep.name": ("Nama untuk hasil ini (boleh kosong)", "A name for these results (may be empty)"),
    "app.keep.nothing": (
        "Belum ada yang diubah, jadi belum ada yang dibandingkan.",
        "Nothing is changed yet, so there is nothing to compare.",
    ),
    "app.kept": (
        "Tersimpan di {folder}. Perintah ini menampilkan semua hasil, dan membuat hasil ini lagi:",
        "Kept in {folder}. These commands list all results, and make these again:",
    ),
    "app.keep.files": ("Ambil sebagai berkas", "Take it away as files"),
    "app.keep.says": (
        "Setiap berkas skenario lengkap, dan baris pertamanya adalah perintah yang menghasilkan angka yang sama.",
        "Each scenario file is complete, and its first line is the command that gives the same numbers.",
    ),
    "app.keep.briefing": ("Buat ringkasan (PDF dan docx)", "Make the briefing (PDF and docx)"),
    "app.keep.excel": ("Buat lembar kerja Excel", "Make the Excel workbook"),
    "app.keep.making": ("Menyiapkan berkas …", "Making the files …"),
    "app.download": ("Unduh {name}", "Download {name}"),
    "input.time": ("rentang waktu", "time"),
    "input.rules": ("aturan", "rules"),
    "input.workshops": ("bengkel tipe", "workshop type"),
    "input.smes": ("IKM", "SME"),
    "input.components": ("komponen", "component"),
    "input.channels": ("jalur pesanan", "channel"),
    "input.materials": ("bahan baku", "material"),
    "input.partners": ("mitra", "partner"),
    "input.kinds": ("jenis mitra", "kind of partner"),
    "input.operations": ("operasi", "operation"),
    "input.calendars": ("kalender", "calendar"),
    "input.holidays": ("hari libur", "holidays"),
    "input.lanes": ("jalur kirim", "lane"),
    "input.changes": ("perubahan", "change"),
    "input.programmes": ("program pendampingan", "mentoring programme"),
    "input.matching": ("temu bisnis", "business matching"),
    "input.targets": ("rentang wajar atau sasaran", "plausible range or target"),
    "input.new": ("{owner} (baru)", "{owner} (new)"),
    "input.several": ("{owner} (beberapa)", "{owner} (several)"),
    "input.gone": ("{owner} (dihapus)", "{owner} (taken away)"),
    "input.whole": ("seluruhnya", "all of it"),
    "input.there": ("ada", "there"),
    "input.yes": ("ya", "yes"),
    "input.no": ("tidak", "no"),
    "input.booked": ("{n} pesanan", "{n} orders"),
    "input.more": ("dan {n} lagi", "and {n} more"),
    "input.values": ("{n} nilai", "{n} values"),
    "input.mean_between": ("rata-rata {low} – {high}", "mean {low} – {high}"),
    "input.bare": ("tanpa sumber dan rentang", "no source, no range"),
    "input.no_range": ("asumsi tanpa rentang", "assumed, no range"),
    "key.assumptions": ("asumsi yang bersama-sama keliru", "assumptions wrong together"),
    "key.paths": ("angka yang ikut naik", "numbers that go up together"),
    "key.against": ("angka yang turun", "numbers that go down"),
    "key.shared": ("bagian bersama", "shared part"),
    "key.shape": ("bentuk sebaran", "shape"),
    "key.holds": ("yang dicakup rentang", "what ranges hold"),
    "key.next": ("operasi berikutnya", "next operation"),
    "key.title": ("judul", "title"),
    "key.question": ("pertanyaan", "question"),
    "key.language": ("bahasa", "language"),
    "key.seed": ("benih acak", "seed"),
    "key.limit": ("memori per replikasi, GB", "memory of a replication, GB"),
    "key.kpis": ("KPI tambahan", "further KPIs"),
    "key.many_late": ("pesanan terlambat yang belum banyak", "late orders that are not yet many"),
    "key.time": ("waktu", "time"),
    "key.rules": ("aturan", "rules"),
    "key.source": ("sumber", "source"),
    "key.range": ("rentang, kali nilainya", "range, times the value"),
    "key.note": ("catatan", "note"),
    "key.publisher": ("penerbit", "publisher"),
    "key.date": ("tanggal terbit", "date"),
    "key.where": ("di mana", "where"),
    "key.trust": ("mutu sumber", "trust"),
    "key.says": ("isinya", "what it says"),
    "key.order": ("nama pesanan", "name of the order"),
    "key.placed": ("dipesan pada", "placed"),
    "key.component": ("komponen", "component"),
    "key.value": ("nilai", "value"),
    "key.first_day": ("hari pertama", "first day"),
    "key.last_day": ("hari terakhir", "last day"),
    "key.run_in": ("masa awal", "run-in"),
    "key.long_run": ("jangka panjang", "long run"),
    "key.warm_up": ("periode awal yang dibuang", "warm-up"),
    "key.tenancy": ("penyewaan", "tenancy"),
    "key.setup": ("penyetelan", "set-up"),
    "key.end_of_shift": ("akhir shift", "end of shift"),
    "key.overtime": ("lembur", "overtime"),
    "key.wage_factor": ("pengali upah lembur", "factor on the wage in overtime"),
    "key.above": ("bila pekerjaan lebih dari", "with work of more than"),
    "key.a_week": ("seminggu, paling banyak", "a week, at most"),
    "key.finish_within": ("pekerjaan diselesaikan dalam", "work is finished within"),
    "key.crew_queue": ("antrean regu", "queue for crews"),
    "key.ties": ("bila seri", "ties"),
    "key.interest": ("bunga setahun", "yearly interest"),
    "key.passes": ("putaran pemeriksaan, paling banyak", "inspections, at most"),
    "key.life": ("masa pakai", "life"),
    "key.repair": ("lama perbaikan", "repair time"),
    "key.clock": ("jam kerusakan", "clock of failures"),
    "key.repair_clock": ("jam perbaikan", "clock of repairs"),
    "key.units": ("bangunan", "buildings"),
    "key.let": ("bangunan terisi", "buildings let"),
    "key.closed": ("yang ditutup", "closed"),
    "key.out": ("unit yang berhenti", "units out"),
    "key.take_up": ("terisi selama", "taken up over"),
    "key.brings": ("mendatangkan IKM", "brings the SME"),
    "key.let_to": ("disewakan kepada", "let to"),
    "key.calendar": ("kalender", "calendar"),
    "key.queue": ("urutan antrean", "order of the queue"),
    "key.failures": ("kerusakan", "failures"),
    "key.rent": ("sewa per unit dan tahun", "rent of a unit and year"),
    "key.changes": ("perubahan", "change"),
    "key.matching": ("temu bisnis", "business matching"),
    "key.prospect": ("calon mitra", "prospect"),
    "key.chance": ("peluang didapat", "chance to be won"),
    "key.delay": ("sampai hari pertama", "until its first day"),
    "key.events": ("acara", "events"),
    "key.a_year": ("paling banyak setahun", "at most a year"),
    "key.programmes": ("program pendampingan", "mentoring programme"),
    "key.firms": ("usaha yang diajak", "firms that are asked"),
    "key.cohort": ("usaha per angkatan", "firms of a cohort"),
    "key.mentors": ("pendamping", "mentors"),
    "key.months": ("lama, bulan", "months"),
    "key.reached": ("skor yang dicapai", "score that is reached"),
    "key.half_life": ("waktu paruh", "half-life"),
    "key.joins": ("yang ikut", "that join"),
    "key.works": ("yang berhasil", "with which it works"),
    "key.effects": ("pengaruh", "effects"),
    "key.wear": ("keausan", "wear"),
    "key.score": ("skor 5R", "5R score"),
    "key.count": ("jumlah usaha", "firms"),
    "key.crews": ("regu per usaha", "crews per firm"),
    "key.crew_size": ("orang per regu", "people per crew"),
    "key.wage": ("upah per orang dan bulan", "wage of a person and month"),
    "key.idle_pay": ("upah saat menganggur", "pay of idle hours"),
    "key.capital": ("modal kerja", "capital"),
    "key.credit": ("batas kredit", "credit"),
    "key.components": ("komponen", "components"),
    "key.channels": ("jalur pesanan", "channels"),
    "key.share": ("porsi", "share"),
    "key.most_in_hand": ("pesanan di tangan, paling banyak", "orders in hand, at most"),
    "key.most_work": ("kerja yang dijanjikan per regu, paling banyak", "work promised per crew, at most"),
    "key.asks": ("IKM yang ditanya", "SMEs asked"),
    "key.by": ("dialokasikan menurut", "allotted by"),
    "key.split_above": ("dibagi bila lebih dari (buah)", "split above (pieces)"),
    "key.time_factor": ("faktor waktu kerja", "factor on work times"),
    "key.setup_factor": ("faktor penyetelan", "factor on set-ups"),
    "key.decided": ("diputuskan", "decided"),
    "key.building_time": ("lama pembangunan", "building time"),
    "key.cost": ("biaya", "cost"),
    "key.times": ("dikalikan:", "multiplied:"),
    "key.set": ("diatur:", "set:"),
    "key.reject_factor": ("faktor cacat", "factor on rejects"),
    "key.wear_factor": ("faktor keausan", "factor on wear"),
    "key.size": ("ukuran usaha", "size"),
    "key.tenant_of": ("unit yang disewa", "units rented"),
    "key.from": ("mulai", "from"),
    "key.until": ("sampai sebelum", "until before"),
    "key.workshop": ("bengkel tipe", "workshop type"),
    "key.alternatives": ("tipe lain yang sama masuk akalnya", "types as plausible"),
    "key.per_piece": ("waktu per buah", "time per piece"),
    "key.rework": ("diulang bila ditolak", "repeated for rejects"),
    "key.routing": ("operasi", "operation"),
    "key.material": ("bahan baku", "material"),
    "key.mass": ("bahan per buah", "material per piece"),
    "key.price": ("harga", "price"),
    "key.reject_rate": ("tingkat cacat", "reject rate"),
    "key.detection": ("cacat yang ditemukan pemeriksaan", "rejects that inspection finds"),
    "key.weekdays": ("hari", "weekdays"),
    "key.month_days": ("tanggal tiap bulan", "days of the month"),
    "key.dates": ("tanggal", "dates"),
    "key.every": ("selang waktu", "time between"),
    "key.first": ("yang pertama", "the first one"),
    "key.at": ("pukul", "at"),
    "key.lead_time": ("waktu tunggu", "lead time"),
    "key.quoted": ("waktu tunggu yang dijanjikan", "lead time quoted"),
    "key.batch": ("jumlah sekaligus", "batch"),
    "key.point": ("titik pemesanan ulang", "reorder point"),
    "key.when": ("membeli bila posisi", "buys when the position is"),
    "key.up_to": ("beli sampai", "buys up to"),
    "key.review": ("peninjauan", "review"),
    "key.opening": ("stok awal", "opening stock"),
    "key.reorder": ("pembelian", "purchases"),
    "key.fallback": ("pemasok cadangan", "second supplier"),
    "key.loss": ("susut", "loss"),
    "key.single": ("pembelian sendiri-sendiri", "bought singly"),
    "key.members": ("stok untuk jalur", "stock for channels"),
    "key.hours": ("jam kerja", "hours"),
    "key.holidays": ("hari libur", "holidays"),
    "key.closures": ("hari tutup", "closure"),
    "key.spans": ("rentang jam kerja lain", "span with other hours"),
    "key.travel": ("lama perjalanan", "travel"),
    "key.departures": ("keberangkatan", "departures"),
    "key.truck": ("muatan truk", "truck load"),
    "key.bans": ("larangan jalan", "ban"),
    "key.factor": ("pengali", "factor"),
    "key.quantity": ("buah per pesanan", "pieces per order"),
    "key.due": ("tenggat setelah", "due after"),
    "key.circulating": ("pesanan yang beredar", "orders in circulation"),
    "key.book": ("buku pesanan", "order book"),
    "key.factors": ("pengali laju", "factor on the rate"),
    "key.ramp_up": ("masa tumbuh", "ramp-up"),
    "key.early": ("boleh lebih awal", "early by at most"),
    "key.hold": ("disimpan sampai waktunya", "held until wanted"),
    "key.from_stock": ("dilayani dari stok barang jadi", "served from finished stock"),
    "key.stock": ("stok barang jadi", "finished stock"),
    "key.boxes": ("boks", "boxes"),
    "key.box": ("buah per boks", "pieces in a box"),
    "key.late": ("boleh terlambat", "late by at most"),
    "key.tolerance": ("boleh kurang", "short by at most"),
    "key.rejects": ("barang yang ditolak", "rejected pieces"),
    "key.partial": ("kirim sebagian", "part deliveries"),
    "key.suppliers": ("pemasok", "suppliers"),
    "key.sources": ("pemasok tetap per komponen", "nominated suppliers per component"),
    "key.growth": ("kemitraan yang tumbuh", "partnership that grows"),
    "key.step": ("langkah", "step"),
    "key.good": ("tepat waktu dan lengkap, agar naik", "on time in full, to rise"),
    "key.bad": ("tepat waktu dan lengkap, agar tidak turun", "on time in full, not to fall"),
    "key.least": ("tingkat, paling sedikit", "level, at least"),
    "key.most": ("tingkat, paling banyak", "level, at most"),
    "key.gate": ("syarat kualifikasi", "qualification gate"),
    "key.qualification": ("lama kualifikasi", "time to qualify"),
    "key.window": ("pesanan yang dinilai, selama", "orders that count, over"),
    "key.at_least": ("pesanan yang dinilai, paling sedikit", "orders that count, at least"),
    "key.on_time": ("tepat waktu, paling sedikit", "on time, at least"),
    "key.in_full": ("lengkap, paling sedikit", "in full, at least"),
    "key.delivered_ppm": ("cacat terkirim per sejuta, paling banyak", "bad pieces delivered in a million, at most"),
    "key.warnings": ("peringatan", "warnings"),
    "key.suspended": ("penangguhan", "suspension"),
    "key.ended": ("kemitraan diakhiri", "partnership ended"),
    "key.terms": ("dibayar setelah", "paid after"),
    "key.down_payment": ("uang muka", "down payment"),
    "key.penalty": ("denda terlambat per hari", "penalty for a day late"),
    "key.kind": ("jenis", "kind"),
    "key.channel": ("jalur pesanan", "channel"),
    "key.lane": ("jalur kirim", "lane"),
    "key.priority": ("prioritas", "priority"),
    "key.orders": ("pesanan", "orders"),
    "key.demand": ("pengali permintaan", "factor on demand"),
    "key.contract": ("kontrak", "contract"),
    "key.low": ("paling sedikit", "at least"),
    "key.high": ("paling banyak", "at most"),
    "key.required": ("wajib", "required"),
    "key.exact_to": ("tepat sampai", "exact to"),
    "choice.pooled": ("dipakai bersama", "pooled"),
    "choice.tenanted": ("milik penyewa", "by tenant"),
    "choice.each_lot": ("setiap lot", "each lot"),
    "choice.on_change": ("bila berganti", "on a change"),
    "choice.pause": ("berhenti dulu", "paused"),
    "choice.finish": ("diselesaikan", "finished"),
    "choice.fifo": ("yang datang dulu", "first come"),
    "choice.spt": ("yang tersingkat", "shortest first"),
    "choice.lpt": ("yang terlama", "longest first"),
    "choice.lifo": ("yang datang terakhir", "last come"),
    "choice.edd": ("tenggat terdekat", "earliest due"),
    "choice.most_work": ("sisa kerja terbanyak", "most work left"),
    "choice.least_work": ("sisa kerja tersedikit", "least work left"),
    "choice.most_operations": ("sisa operasi terbanyak", "most operations left"),
    "choice.fewest_operations": ("sisa operasi tersedikit", "fewest operations left"),
    "choice.critical_ratio": ("rasio kritis", "critical ratio"),
    "choice.priority": ("menurut prioritas", "by priority"),
    "choice.preemptive": ("prioritas, menyela", "by priority, interrupting"),
    "choice.lottery": ("undian", "lottery"),
    "choice.drawn": ("menurut bilangan acak", "drawn"),
    "choice.number": ("menurut nomor", "by number"),
    "choice.arrival": ("yang lebih lama menunggu", "who has waited longer"),
    "choice.working": ("hanya saat bekerja", "while working"),
    "choice.calendar": ("sepanjang waktu", "always"),
    "choice.open": ("jam buka", "open hours"),
    "choice.at": ("sampai pada titik itu", "at the point"),
    "choice.below": ("di bawah titik itu", "below the point"),
    "choice.rework": ("dikerjakan ulang", "worked on again"),
    "choice.remake": ("dibuat baru", "made anew"),
    "choice.short": ("dikirim kurang", "delivered short"),
    "choice.micro": ("mikro", "micro"),
    "choice.small": ("kecil", "small"),
    "choice.medium": ("menengah", "medium"),
    "choice.monday": ("Senin", "Monday"),
    "choice.tuesday": ("Selasa", "Tuesday"),
    "choice.wednesday": ("Rabu", "Wednesday"),
    "choice.thursday": ("Kamis", "Thursday"),
    "choice.friday": ("Jumat", "Friday"),
    "choice.saturday": ("Sabtu", "Saturday"),
    "choice.sunday": ("Minggu", "Sunday"),
    # -- a briefing
    "brief.subtitle": ("Ringkasan hasil simulasi · takarusim", "Simulation briefing · takarusim"),
    "brief.untitled": ("Ringkasan hasil simulasi", "Briefing of a simulation"),
    "brief.question": ("Pertanyaan", "The question"),
    "brief.answer": ("Jawaban", "The answer"),
    "brief.evidence": ("Seberapa kuat buktinya", "How strong the evidence is"),
    "brief.replications": (
        (
            "Setiap angka adalah rata-rata {n} simulasi yang saling bebas; selang {confidence} menunjukkan seberapa "
            "pasti rata-rata itu."
        ),
        (
            "Each number is the mean of {n} independent simulations; its {confidence} interval says how certain that "
            "mean is."
        ),
    ),
    "brief.ranking": (
        (
            "Yang selangnya tidak dapat membedakan tidak diurutkan; suatu hasil baru disebut di dalam rentang, atau"
            " sasarannya tercapai, bila seluruh selangnya ada di dalamnya."
        ),
        (
            "What the intervals cannot tell apart is not ranked; a result counts as within a range, or a target as met,"
            " only where the whole interval lies within it."
        ),
    ),
    "brief.share": (
        (
            "Selang itu tidak memuat keraguan atas asumsi: {share} dari angka tentang dunia nyata adalah asumsi, yang"
            " rentangnya tertera di bawah."
        ),
        (
            "The intervals do not hold the doubt about assumptions: {share} of the numbers about the world are "
            "assumed, with the ranges listed below."
        ),
    ),
    "brief.bare": (
        "Angka tanpa sumber dan tanpa rentang: {n}; jawaban ini hanya sekuat angka-angka itu.",
        "Numbers without a source or a range: {n}; the answer is only as good as they are.",
    ),
    "decide.do": ("Yang perlu dilakukan", "What to do"),
    "decide.ask": ("Yang perlu dicari tahu", "What to find out"),
    "decide.annex": ("Lampiran", "Annex"),
    "decide.asked_by": ("Untuk {name}", "For {name}"),
    "decide.question": (
        "Apa yang dilakukan {n} skenario ini pada {kpi} di {base}?",
        "What do these {n} scenarios do to {kpi} of {base}?",
    ),
    "decide.scenario": ("skenario", "scenario"),
    "decide.change": ("perubahan (selang)", "change (interval)"),
    "decide.loses": ("paling dirugikan", "loses most"),
    "decide.gains": ("paling diuntungkan", "gains most"),
    "decide.price": ("biaya publik per pesanan tambahan", "public cost of a further order"),
    "decide.lift": (
        "Lihat dulu apa yang paling menambah layanan bila dilonggarkan: {listed}.",
        "Look first at what adds most to what is served where it is loosened: {listed}.",
    ),
    "decide.widest": ("Asumsi dengan rentang terlebar: {listed}.", "The widest assumptions: {listed}."),
    "decide.worlds": (
        "Asumsi mana yang menentukan jawaban ini: takarusim worlds, lalu compare --worlds.",
        "Which assumptions carry this answer: takarusim worlds, then compare --worlds.",
    ),
    "decide.choose": ("Pilih: {names}.", "Choose: {names}."),
    "decide.stay": (
        "Biarkan seperti semula: tidak satu pilihan pun lebih baik daripada {names}.",
        "Leave it as it is: no choice is better than {names}.",
    ),
    "decide.either": (
        "Jangan memilih antara {names} berdasarkan angka ini saja: timbang biayanya, dan siapa yang diuntungkan.",
        "Do not choose between {names} by this number alone: weigh what each costs, and who gains.",
    ),
    "decide.strain": (
        "Sebelum menyanggupi {name}, cari tahu berapa banyak yang masih dapat dipikul: takarusim headroom.",
        "Before taking on {name}, find out how much of it can be carried: takarusim headroom.",
    ),
    "decide.carried": (
        "{name}: tidak ada kerugian yang dapat dibuktikan bagi layanan yang lain.",
        "{name}: no loss to what is served that could be told.",
    ),
    "decide.assumed": ("{name} berdasar asumsi: {what} ({ends}).", "{name} rests on an assumption: {what} ({ends})."),
    "brief.kpis": ("Angka kunci", "Key figures"),
    "brief.held": ("Waktu pesanan terlambat", "The time of late orders"),
    "brief.held.note": (
        (
            "Rata-rata hari per pesanan terlambat dalam tiap keadaan, sejak dipesan sampai terkirim, lalu rata-ratanya"
            " antarreplikasi; malam dan hari libur termasuk. Gambarnya menghitung semua pesanan terlambat sekaligus dan"
            " menunjukkan waktu kerja ulang tersendiri; di tabel waktu itu ada pada keadaan tempat ia terpakai."
        ),
        (
            "Mean days a late order spends in each state, from placed to delivered, and the mean of that over the"
            " replications; nights and holidays are included. The figure counts all late orders together and shows the"
            " time of rework apart, which in the table lies with the states in which it was spent."
        ),
    ),
    "brief.state": ("keadaan pesanan", "state of the order"),
    "brief.days": ("hari per pesanan terlambat", "days per late order"),
    "brief.binds": ("Kendala mana yang mengikat", "Which constraint binds"),
    "brief.binds.note": (
        (
            "Tiap kendala dilepas sendiri dengan bilangan acak yang sama. Selang yang saling bertumpang tindih tidak "
            "membuktikan urutan."
        ),
        "Each constraint is lifted alone, with the same random draws. Intervals that overlap prove no order.",
    ),
    "brief.course": ("Jalannya simulasi", "The course of the simulation"),
    "brief.assumed": ("Apa yang diasumsikan", "What was assumed"),
    "brief.widest": (
        "Asumsi dengan rentang terlebar; yang sama pada beberapa bagian digabung, dengan banyaknya angka:",
        "The widest assumptions; equal ones of several parts stand as one, with how many numbers they are:",
    ),
    "brief.width": ("lebar : nilai", "width : value"),
    "brief.sources": ("Sumber", "Sources"),
    "brief.source": ("kode", "id"),
    "brief.publisher": ("penerbit", "publisher"),
    "brief.date": ("tanggal", "date"),
    "brief.numbers": ("angka", "numbers"),
    "brief.general": ("pengetahuan umum", "general knowledge"),
    "brief.undated": ("tanpa tanggal", "undated"),
    "brief.method": ("Metode", "Method"),
    "brief.told": ("isi", "content"),
    "brief.part": ("bagian", "part"),
    "brief.stress": (
        "Disusun menurut STRESS-DES, pedoman pelaporan simulasi kejadian diskret.",
        "After STRESS-DES, the guideline for reporting discrete-event simulations.",
    ),
    "brief.stress.objectives": ("Tujuan", "Objectives"),
    "brief.stress.logic": ("Logika", "Logic"),
    "brief.stress.data": ("Data", "Data"),
    "brief.stress.experiment": ("Percobaan", "Experimentation"),
    "brief.stress.statistics": ("Statistik", "Statistics"),
    "brief.stress.software": ("Perangkat lunak", "Implementation"),
    "brief.method.objectives": (
        (
            "Menaksir apa yang dapat dikirim lingkungan industri kecil ini tepat waktu dan lengkap, dan di mana "
            "pesanannya menunggu."
        ),
        "To estimate what the estate can deliver on time and in full, and where its orders wait.",
    ),
    "brief.method.logic": (
        (
            "Simulasi kejadian diskret. Banyaknya mitra: {partners}; IKM: {smes}; unit bengkel: {units}, tipe: "
            "{types}; komponen: {components}. Tiap pesanan dialokasikan, menunggu bahan baku, regu, dan bengkel, "
            "dikerjakan, diperiksa, lalu dikirim; setiap milidetiknya dicatat pada tepat satu sebab."
        ),
        (
            "Discrete-event simulation. Partners: {partners}; SMEs: {smes}; workshop units: {units}, of types: "
            "{types}; components: {components}. Each order is allotted, waits for material, a crew and a workshop, is"
            " worked on, inspected and shipped; every millisecond of it is charged to exactly one cause."
        ),
    ),
    "brief.method.plan": (
        "Rencana {first} sampai {last}, setelah masa awal yang tidak dihitung (minggu: {weeks}).",
        "A plan from {first} to {last}, after a run-in that does not count (weeks: {weeks}).",
    ),
    "brief.method.long_run": (
        "Jangka panjang sejak {first}; periode awal dicari dan dibuang.",
        "The long run from {first} on; its warm-up is looked for and left out.",
    ),
    "brief.method.experiment": (
        (
            "Banyak replikasi: {n}; benih acak: {seed}. Percobaan lain dengan benih yang sama memakai bilangan acak"
            " yang sama."
        ),
        "Replications: {n}; seed: {seed}. Other experiments with this seed use the same draws.",
    ),
    "brief.method.statistics": (
        (
            "Rata-rata antarreplikasi dengan selang kepercayaan; pengaruh pelepasan kendala dibandingkan berpasangan,"
            " dengan selang yang berlaku serentak."
        ),
        (
            "Means over replications with confidence intervals; the effects of lifting constraints are paired, with "
            "intervals that hold all together."
        ),
    ),
    "brief.again": ("Cara membuatnya kembali", "How to make it again"),
    "brief.again.note": (
        (
            "Dengan takarusim dan paket yang sama, di folder yang memuat {run}, perintah ini menghasilkan angka dan "
            "halaman yang sama:"
        ),
        "With the same takarusim and packages, in the folder that holds {run}, these make the same numbers and pages:",
    ),
    # -- a briefing of a comparison
    "versus.subtitle": ("Ringkasan perbandingan simulasi · takarusim", "Simulation briefing: a comparison · takarusim"),
    "versus.title": ("Apa yang akan berubah: {others}", "What would change: {others}"),
    "versus.title.many": (
        "Apa yang akan berubah: {n} usulan bagi {base}",
        "What would change: {n} options for {base}",
    ),
    "versus.base": ("{name} (dasar)", "{name} (base)"),
    "versus.scenario": ("skenario", "scenario"),
    "versus.question": ("pertanyaan", "question"),
    "versus.and": ("{most} dan {last}", "{most} and {last}"),
    "versus.best": (
        "Untuk {kpi}, yang terbaik adalah: {best}. Selang selisihnya memisahkannya dari semua pilihan lain.",
        "For {kpi}, the best is: {best}. The intervals separate it from every other choice.",
    ),
    "versus.apart": (
        "Pada {names} mitra meminta hal lain: itu permintaan yang harus dipikul, bukan pilihan, jadi tidak diurutkan.",
        "In {names} partners ask for something else: a demand to be carried, not a choice, and so not ranked.",
    ),
    "versus.no_best": (
        "Untuk {kpi}, tidak satu pun terbukti terbaik; yang belum dapat dipisahkan: {names}.",
        "For {kpi}, none is proven best; those not told apart: {names}.",
    ),
    "versus.changed": (
        (
            "{name}: {kpi} {after}, semula {before}; {size} {direction} (selang {confidence}: {low} sampai"
            " {high}). {verdict}"
        ),
        (
            "{name}: {kpi} is {after} instead of {before}, {size} {direction} ({confidence} interval: {low}"
            " to {high}). {verdict}"
        ),
    ),
    "versus.up": ("lebih tinggi", "higher"),
    "versus.down": ("lebih rendah", "lower"),
    "versus.better": ("Itu lebih baik.", "That is better."),
    "versus.worse": ("Itu lebih buruk.", "That is worse."),
    "versus.unclear": (
        (
            "{name}: {kpi} {after}, semula {before}; apakah itu perubahan belum dapat dipastikan, karena"
            " selang selisihnya"
            " dari {low} sampai {high}. {more}"
        ),
        (
            "{name}: {kpi} is {after} instead of {before}; whether that is a change cannot be told, as the"
            " interval of the"
            " difference goes from {low} to {high}. {more}"
        ),
    ),
    "versus.more": ("Sekitar {n} replikasi lagi akan memastikannya.", "About {n} more replications would tell."),
    "versus.never": (
        "Tidak ada jumlah replikasi yang terjangkau yang akan memastikannya.",
        "No number of replications within reach would tell.",
    ),
    "versus.same": (
        "{name}: {kpi} {before}, sama persis dalam setiap replikasi.",
        "{name}: {kpi} is {before}, exactly the same in every replication.",
    ),
    "versus.hardly": (
        "{name}: {kpi} hampir tidak berubah, tetap {after}.",
        "{name}: {kpi} hardly changes and stays at {after}.",
    ),
    "versus.close": ("{first} dan {second} hampir tidak berbeda.", "{first} and {second} hardly differ."),
    "versus.over": ("lebih dari {n}", "more than {n}"),
    "versus.undefined": (
        "{name}: selisih {kpi} tidak terdefinisi, karena {why}.",
        "{name}: the difference in {kpi} is undefined, as {why}.",
    ),
    "versus.new": (
        "{name}: {kpi} {only}; dasarnya tidak memuatnya.",
        "{name}: {kpi} is {only}; the base has none of it.",
    ),
    "versus.gone": (
        "{name}: tidak memuat {kpi}, yang pada dasarnya {only}.",
        "{name}: has none of {kpi}, which in the base is {only}.",
    ),
    "versus.most": (
        (
            "Perubahan terbesar pada {who}: {kpi} {after}, semula {before}; {size} {direction} (selang {confidence},"
            " serentak untuk semua kelompok: {low} sampai {high}). {verdict}"
        ),
        (
            "The change is largest for {who}: {kpi} is {after} instead of {before}, {size} {direction} ({confidence}"
            " interval, all groups at once: {low} to {high}). {verdict}"
        ),
    ),
    "versus.added": (
        "Baru: {who}, {kpi} {after} (selang {confidence}: {low} sampai {high}).",
        "New: {who}, {kpi} {after} ({confidence} interval: {low} to {high}).",
    ),
    "versus.recovers": (
        (
            "{kpi}: selisihnya keluar {way} dari pita ±{band} pada {leaves}, dan pasti tetap di dalamnya lagi mulai"
            " {recovers}, {n} bulan kemudian."
        ),
        (
            "{kpi}: the difference leaves the band of ±{band} {way} in {leaves}, and surely stays within it again from"
            " {recovers} on, {n} months later."
        ),
    ),
    "versus.lasts": (
        (
            "{kpi}: selisihnya keluar {way} dari pita ±{band} pada {leaves}, dan belum kembali ke dalamnya pada bulan"
            " terakhir."
        ),
        "{kpi}: the difference leaves the band of ±{band} {way} in {leaves}, and is not back in it in the last month.",
    ),
    "versus.upwards": ("ke atas", "upwards"),
    "versus.downwards": ("ke bawah", "downwards"),
    "versus.stays": (
        "{kpi}: selisihnya pasti tetap di dalam pita ±{band} sepanjang waktu.",
        "{kpi}: the difference surely stays within the band of ±{band} all the time.",
    ),
    "versus.beside": ("Selain itu: {parts}.", "Besides: {parts}."),
    "versus.part": ("{kpi} {size} ({verdict})", "{kpi} {size} ({verdict})"),
    "versus.better_than": (
        "{upper} lebih baik daripada {lower}, dengan selisih {size} (selang {confidence}: {low} sampai {high}).",
        "{upper} is better than {lower}, by {size} ({confidence} interval: {low} to {high}).",
    ),
    "versus.higher_than": (
        "{upper} lebih tinggi daripada {lower}, dengan selisih {size} (selang {confidence}: {low} sampai {high}).",
        "{upper} is higher than {lower}, by {size} ({confidence} interval: {low} to {high}).",
    ),
    "versus.alike": (
        "{first} dan {second} sama persis dalam setiap replikasi.",
        "{first} and {second} are exactly the same in every replication.",
    ),
    "versus.untold": (
        "{first} dan {second} tidak diurutkan: selang selisihnya dari {low} sampai {high}. {more}",
        "{first} and {second} are not ranked: the interval of their difference goes from {low} to {high}. {more}",
    ),
    "versus.paired": (
        (
            "Setiap skenario disimulasikan {n} kali dengan bilangan acak yang sama, dan dibandingkan berpasangan;"
            " selang {confidence} menunjukkan seberapa pasti selisihnya."
        ),
        (
            "Each scenario is simulated {n} times with the same random draws and compared in pairs; the {confidence}"
            " interval says how certain a difference is."
        ),
    ),
    "versus.joint": (
        "Semua selang {kpi}, terhadap dasar dan antarusulan, berlaku serentak; KPI lain tidak disesuaikan.",
        (
            "The intervals of {kpi}, against the base and between the alternatives, hold all at once; other KPIs are"
            " not adjusted."
        ),
    ),
    "versus.refusal": (
        "Yang selangnya memuat nol tidak disebut lebih baik atau lebih buruk, dan tidak diurutkan.",
        "Where an interval holds zero, nothing is called better or worse, and nothing is ranked.",
    ),
    "versus.changed_inputs": ("Apa yang diubah", "What was changed"),
    "versus.changes": ("{name}:", "{name}:"),
    "versus.owner": ("bagian", "part"),
    "versus.what": ("masukan", "input"),
    "versus.before": ("semula", "before"),
    "versus.after": ("menjadi", "after"),
    "versus.value": ("nilai", "value"),
    "versus.range": ("rentang", "range"),
    "versus.rest": ("Dan {n} lagi, dalam berkas skenarionya.", "And {n} more, in the scenario's file."),
    "gains.rest": (
        "Dan {n} lagi, dalam gains.csv di folder hasilnya.",
        "And {n} more, in gains.csv in the folder of results.",
    ),
    "versus.effects": ("Apa pengaruhnya", "What that does"),
    "versus.effects.note": ("Selisih berpasangan terhadap dasar.", "Paired differences to the base."),
    "versus.effects.brackets": (
        "Selisih berpasangan terhadap dasar; dalam kurung: banyaknya replikasi yang kira-kira akan membedakannya.",
        "Paired differences to the base; in brackets: about how many replications would tell.",
    ),
    "versus.beside_base": ("{name} di samping {base}:", "{name} beside {base}:"),
    "versus.shifts": (
        (
            "Rata-rata hari per pesanan (semua pesanan) dalam tiap keadaan pada dasar, dan selisihnya dengan selangnya;"
            " malam dan hari libur termasuk:"
        ),
        (
            "Mean days an order (of all orders) spends in each state in the base, and the differences with their"
            " intervals; nights and holidays are included:"
        ),
    ),
    "versus.assumed": ("Yang diasumsikan pada masukan yang diubah, {name}:", "Assumed in what was changed, {name}:"),
    "versus.none_assumed": (
        "{name}: masukan yang diubah tidak memuat asumsi.",
        "{name}: what was changed holds no assumption.",
    ),
    "versus.assumed_of_base": ("Pada skenario dasar, {name}:", "In the base, {name}:"),
    "versus.method.objectives": (
        "Menaksir apa yang diubah oleh tiap usulan pada pengiriman lingkungan industri kecil ini, dan sebabnya.",
        "To estimate what each alternative changes in the estate's deliveries, and why.",
    ),
    "versus.method.experiment": (
        (
            "Banyak skenario: {scenarios}; replikasi masing-masing: {n}; benih acak: {seed}. Bilangan acak"
            " sama untuk semua"
            " skenario: tiap pesanan, waktu, dan kerusakan mengambil dari alirannya sendiri."
        ),
        (
            "Scenarios: {scenarios}; replications of each: {n}; seed: {seed}. Common random numbers: each"
            " order, time and"
            " failure draws from a stream of its own, the same in every scenario."
        ),
    ),
    "versus.method.precision": (
        (
            "Replikasi ditambah sampai selisih berpasangan setepat yang diminta: {asked}. Selang yang berhenti begitu"
            " mencakup lebih jarang daripada yang disebut, terutama bila nilainya menceng."
        ),
        (
            "Replications were added until the paired differences were as precise as asked: {asked}. Intervals that end"
            " so cover less often than they say, above all where values are skewed."
        ),
    ),
    "versus.method.statistics": (
        (
            "Selisih berpasangan antarreplikasi dengan selang t {confidence}; bila usulannya lebih dari"
            " satu, selang KPI"
            " utama berlaku serentak (Bonferroni di bawah 30 replikasi, selebihnya bootstrap max-|t|)."
        ),
        (
            "Paired differences over replications with {confidence} t intervals; with more than one"
            " alternative, those of"
            " the headline KPI hold all at once (Bonferroni below 30 replications, from there max-|t| bootstrap)."
        ),
    ),
    "versus.method.gain": (
        "Rasio ragam bilangan acak terpisah terhadap bilangan acak bersama untuk {kpi}: {gains}.",
        "Variance ratio of separate to common draws for {kpi}: {gains}.",
    ),
    # -- tables for Excel
    "template.guide": ("Panduan", "How to"),
    "guide.fill": ("Mengisi", "Fill in"),
    "guide.fill.says": (
        (
            "Setiap lembar adalah satu tabel: satu baris satu IKM, mitra, operasi, pesanan, dan seterusnya. "
            "Tambah baris di bawah yang terakhir; baris kosong dilewati."
        ),
        (
            "Each sheet is a table: a row is an SME, a partner, an operation, an order. Add rows below the "
            "last one; empty rows are skipped."
        ),
    ),
    "guide.keys": ("Kunci", "Keys"),
    "guide.keys.says": (
        (
            "Baris kedua, yang abu-abu, dibaca oleh takarusim; jangan diubah. Kolom boleh dipindah atau "
            "dihapus; kolom tanpa kunci adalah catatan sendiri."
        ),
        (
            "The second row, in grey, is what takarusim reads; leave it. Columns may be moved or deleted; "
            "those without a key are notes of your own."
        ),
    ),
    "guide.units": ("Satuan", "Units"),
    "guide.units.says": (
        (
            "Baris ketiga menyebut satuan semua angka di kolomnya. Angka dengan satuan lain ditulis sebagai "
            "teks dengan titik desimal, misalnya 1.5 jam."
        ),
        (
            "The third row has the unit of all numbers of its column. A number with another unit is written "
            "as text with a decimal point, such as 1.5 h."
        ),
    ),
    "guide.percent": ("Persen", "Percent"),
    "guide.percent.says": (
        ("Di kolom dengan satuan % angka berformat persen; ketik 5 dan Excel menampilkan 5%."),
        ("In a column whose unit is %, numbers are formatted as percent; type 5 and Excel shows 5%."),
    ),
    "guide.sources": ("Sumber", "Sources"),
    "guide.sources.says": (
        (
            "Di samping angka boleh ditulis sumber (nama dari lembar sumber, assumption, atau choice), batas"
            " bawah dan batas atas, dan catatan."
        ),
        (
            "Beside a number may stand a source (a name of the sheet of sources, assumption, or choice), a "
            "low and a high end, and a note."
        ),
    ),
    "guide.folded": ("Kolom terlipat", "Folded columns"),
    "guide.folded.says": (
        ("Yang tidak dipakai dilipat; tombol + di atas lembar membukanya."),
        ("What is not used is folded away; the + above the sheet unfolds it."),
    ),
    "guide.spread": ("Sebaran", "Distributions"),
    "guide.spread.says": (
        ("Lama yang berubah-ubah ditulis seperti di berkas skenario: triangular: [2 hari, 3 hari, 5 hari]."),
        ("Times that vary are written as in scenario files: triangular: [2 days, 3 days, 5 days]."),
    ),
    "guide.lists": ("Daftar", "Lists"),
    "guide.lists.says": (
        ("Beberapa nama dalam satu sel dipisahkan koma. Tanggal: sebagai tanggal Excel, atau 2024-01-31."),
        ("Several names in one cell stand behind commas. Dates: as Excel has them, or 2024-01-31."),
    ),
    "guide.run": ("Jalankan", "Run it"),
    "guide.run.says": (
        (
            "takarusim run BERKAS.xlsx; semua kesalahan disebut dengan lembar dan selnya. Lembar yang "
            "namanya dimulai dengan # tidak dibaca."
        ),
        (
            "takarusim run FILE.xlsx; every mistake is named with its sheet and cell. A sheet whose name "
            "begins with # is not read."
        ),
    ),
    "template.scenario": ("Skenario", "Scenario"),
    "template.value": ("nilai", "value"),
    "template.unit": ("satuan", "unit"),
    "template.source": ("sumber", "source"),
    "template.low": ("paling rendah", "low end"),
    "template.high": ("paling tinggi", "high end"),
    "template.note": ("catatan", "note"),
    "template.meaning": ("arti", "meaning"),
    "template.number": ("nomor", "number"),
    "input.sources": ("sumber", "source"),
    "export.about": ("Tentang", "About"),
    "export.fact": ("Apa", "What"),
    "export.says": ("Isi", "Content"),
    "export.what": ("Jenis hasil", "Kind of results"),
    "export.scenarios": ("Skenario", "Scenarios"),
    "export.question": ("Pertanyaan", "Question"),
    "export.answer": ("Jawaban", "Answer"),
    "export.command": ("Dibuat dengan", "Made by"),
    "export.where": ("Di mana", "Where"),
    "export.folder": (
        "Jalankan perintah itu di dalam folder hasil {folder}; angkanya akan sama.",
        "Run that command in the folder of results {folder}; the numbers will be the same.",
    ),
    "export.version": ("Versi", "Version"),
    "export.seed": ("Benih acak", "Seed"),
    "export.replications": ("Replikasi", "Replications"),
    "export.sources": ("Sidik kode sumber", "Hash of the source code"),
    "export.surely": ("Pasti terpenuhi sampai taraf {value}.", "Surely met up to level {value}."),
    "export.estimate": ("Taksiran batasnya: taraf {value}.", "Where it ends, by estimate: level {value}."),
    "export.at_most": ("Pasti tidak terpenuhi sejak taraf {value}.", "Surely missed from level {value} on."),
    "export.table.kpis": ("KPI", "KPIs"),
    "export.table.kpis.says": (
        "Setiap KPI dengan taksiran dan selang kepercayaannya, untuk semuanya dan per kelompok",
        "Every KPI with its estimate and its interval, for the whole and by group",
    ),
    "export.table.months": ("Bulan", "Months"),
    "export.table.months.says": (
        "KPI bulan demi bulan; pesanan dihitung di bulan tenggatnya",
        "KPIs month by month; orders count in the month in which they are due",
    ),
    "export.table.firms": ("IKM per bulan", "SMEs by month"),
    "export.table.firms.says": (
        "Pesanan dan pesanan terlambat tiap IKM, bulan demi bulan",
        "Orders and late orders of each SME, month by month",
    ),
    "export.table.orders": ("Pesanan", "Orders"),
    "export.table.orders.says": (
        "Setiap pesanan pada replikasi pertama; semua replikasi ada di orders.parquet",
        "Every order of the first replication; orders.parquet has those of all",
    ),
    "export.table.differences": ("Selisih", "Differences"),
    "export.table.differences.says": (
        "Selisih tiap skenario terhadap skenario dasar, berpasangan, dengan selang kepercayaannya",
        "What each scenario changes of the base, paired, with its interval",
    ),
    "export.table.gains": ("Siapa untung", "Who gains"),
    "export.table.gains.says": (
        "Siapa rugi dan siapa untung: mitra, IKM, pekerja, kabupaten; yang rugi dahulu",
        "Who loses and who gains: partners, SMEs, workers, the regency; losers first",
    ),
    "export.table.worlds": ("Dunia andaian", "Worlds"),
    "export.table.worlds.says": (
        "Tiap KPI di 5, 50 dan 95 persen dari dunia andaian yang cocok dengan yang diketahui.",
        "Each KPI at 5, 50 and 95 percent of the worlds that agree with what is known.",
    ),
    "export.table.pinned": ("Kelompok asumsi", "Groups of assumptions"),
    "export.table.pinned.says": (
        "Letak tiap kelompok di dunia yang cocok: 0 seperti tertulis, di atas 0 lebih banyak pekerjaan.",
        "Where each group lies in worlds that agree: 0 as stated, above 0 more work.",
    ),
    "head.p5": ("5 %", "5 %"),
    "head.p50": ("50 %", "50 %"),
    "head.p95": ("95 %", "95 %"),
    "head.worlds": ("dunia", "worlds"),
    "head.group": ("kelompok", "group"),
    "head.spread": ("sebaran", "spread"),
    "export.table.credit": ("Bagian tiap langkah", "Credit"),
    "export.table.credit.says": (
        "Yang dibawa tiap langkah dalam paket: sendirian, sebagai yang terakhir, dan bagiannya, juga per tahun",
        "What each measure of the package brings: alone, last, and its part, by year too",
    ),
    "export.table.changes": ("Perubahan masukan", "Changed inputs"),
    "export.table.changes.says": ("Apa yang diubah pada masukan", "What was changed in the inputs"),
    "export.table.points": ("Titik", "Points"),
    "export.table.points.says": (
        "KPI di setiap titik rancangan",
        "KPIs at every design point",
    ),
    "export.table.levels": ("Taraf", "Levels"),
    "export.table.levels.says": (
        "Taraf yang dicoba, dan selisihnya terhadap yang disyaratkan",
        "The levels that were tried, and the margin to what is required",
    ),
    "export.table.register": ("Angka dan sumbernya", "Numbers and sources"),
    "export.table.register.says": (
        "Setiap angka masukan dengan sumber atau rentangnya",
        "Every number of the inputs with its source or its range",
    ),
    "head.kpi": ("KPI", "KPI"),
    "head.whose": ("milik", "of"),
    "head.unit": ("satuan", "unit"),
    "head.mean": ("taksiran", "estimate"),
    "head.low": ("batas bawah selang", "low end of the interval"),
    "head.high": ("batas atas selang", "high end of the interval"),
    "head.confidence": ("tingkat kepercayaan", "confidence"),
    "head.replications": ("replikasi", "replications"),
    "head.better": ("baik bila", "better"),
    "head.target_low": ("paling sedikit", "at least"),
    "head.target_high": ("paling banyak", "at most"),
    "head.verdict": ("hasil", "verdict"),
    "head.id": ("nama di berkas", "name in files"),
    "head.month": ("bulan", "month"),
    "head.sme": ("IKM", "SME"),
    "head.orders": ("pesanan jatuh tenggat (rata-rata)", "orders due (mean)"),
    "head.late_orders": ("pesanan terlambat (rata-rata)", "late orders (mean)"),
    "head.q10": (
        "terlambat, paling banyak pada 10 dari 100 replikasi",
        "late, at most, in 10 of 100 replications",
    ),
    "head.q90": (
        "terlambat, paling banyak pada 90 dari 100 replikasi",
        "late, at most, in 90 of 100 replications",
    ),
    "head.many": ("belum banyak sampai", "not yet many up to"),
    "head.often_late": ("porsi replikasi dengan lebih banyak", "share of replications with more"),
    "head.order": ("nomor", "number"),
    "head.name": ("nama", "name"),
    "head.partner": ("mitra", "partner"),
    "head.kind": ("jenis mitra", "kind of partner"),
    "head.channel": ("jalur pesanan", "channel"),
    "head.component": ("komponen", "component"),
    "head.parts": ("bagian", "parts"),
    "head.quantity": ("buah", "pieces"),
    "head.placed": ("dipesan", "placed"),
    "head.due": ("tenggat kirim", "due"),
    "head.begun": ("mulai dikerjakan", "begun"),
    "head.ready": ("siap kirim", "ready"),
    "head.delivered": ("terkirim", "delivered"),
    "head.earliest": ("jendela kirim mulai", "window begins"),
    "head.latest": ("jendela kirim berakhir", "window ends"),
    "head.pieces": ("buah yang baik", "good pieces"),
    "head.escaped": ("cacat yang lolos", "bad pieces that escaped"),
    "head.refused": ("ditolak", "refused"),
    "head.on_time": ("tepat waktu", "on time"),
    "head.in_full": ("lengkap", "in full"),
    "head.late": ("terlambat", "late"),
    "head.counts": ("ikut dihitung", "counts"),
    "head.party": ("pihak", "party"),
    "head.who": ("siapa", "who"),
    "head.measure": ("langkah", "measure"),
    "head.part": ("cara menghitung", "how counted"),
    "head.scenario": ("skenario", "scenario"),
    "head.base": ("skenario dasar", "base"),
    "head.other": ("skenario ini", "this scenario"),
    "head.difference": ("selisih", "difference"),
    "head.needed": ("replikasi untuk membedakannya", "replications that would tell"),
    "head.owner": ("milik", "whose"),
    "head.what": ("apa", "what"),
    "head.before": ("dasar", "base"),
    "head.after": ("menjadi", "becomes"),
    "head.point": ("titik", "point"),
    "head.level": ("taraf", "level"),
    "head.margin": ("selisih terhadap syarat", "margin to the requirement"),
    "head.open": ("porsi pesanan yang belum terkirim", "share of orders not delivered"),
    "head.value": ("nilai", "value"),
    "head.range": ("rentang", "range"),
    "head.kind_of_source": ("dasar", "rests on"),
    "head.source": ("sumber", "source"),
    "head.publisher": ("penerbit", "publisher"),
    "head.date": ("tanggal", "date"),
    "head.where": ("di mana", "where"),
    "head.trust": ("mutu", "trust"),
    "head.note": ("catatan", "note"),
    "brief.hash": ("Sidik kode sumber: {sources}.", "Hash of the source code: {sources}."),
}
WORDS["undefined.its_function_gives_no_number"] = ("fungsinya tidak memberi angka", "its function gives no number")
WORDS |= kpis.said() | causes.said() | families.said()


def say(key: str, language: Language, **values: str | float) -> str:
    """Returns the words of a key in a language, with the values put in; numbers are written as the language does.

    Raises
    ------
    KeyError
        If there is no such key, or a value that the words need is not given.
    """
    words = WORDS[key][LANGUAGES.index(language)]
    return words.format(**{name: v if isinstance(v, str) else number(v, language) for name, v in values.items()})


def names(titles: Mapping[str, Mapping[Any, str] | str], language: Language, most: int = 1000) -> dict[str, str]:
    """Returns what each scenario is called: its title, or its label where it has none of its own.

    A title is broken into lines of so many letters, three of them at most: else the label stands for it.
    """
    said = {label: textwrap.wrap(of(title, language), most) for label, title in titles.items()}
    known = list(said.values())
    return {
        label: "\n".join(lines) if 0 < len(lines) <= LINES and known.count(lines) == 1 else label
        for label, lines in said.items()
    }


def unit(name: str, language: Language) -> str:
    """Returns the words of a unit, rates such as `order/month` included; money carries its Rp before the number."""
    per, _, period = name.partition("/")
    words = "" if per == "Rp" else say(f"unit.{per}", language)
    return say("unit.per", language, unit=words, period=say(f"period.{period}", language)).strip() if period else words


def measure(value: float, name: str, language: Language, like: float | None = None) -> str:
    """Returns a value without its unit's words, as fits the unit: shares in percent, money scaled.

    Parameters
    ----------
    value : number
    name : str
        The unit.
    language : {"id", "en"}
    like : number, optional
        The value has as many decimal places as this one, such as the mean of its interval, would have; without it, as
        many as it needs.
    """
    if name == "share":
        return percent(value, language, None if like is None else 1)
    if name.partition("/")[0] == "Rp":
        return rupiah(value, language, like)
    return number(value, language, None if like is None else places(like))


def places(value: float) -> int:
    """Returns how many decimal places are shown of a value that is no share and no money."""
    return 0 if abs(value) >= 1000 else 1 if abs(value) >= 1 else 2


def difference(value: float, name: str, language: Language) -> str:
    """Returns a difference with its sign and without its unit, of shares in percentage points; "" where undefined."""
    if not math.isfinite(value):
        return ""
    text = number(100 * value, language, 1) if name == "share" else measure(value, name, language, value)
    return f"+{text}" if value > 0 else text


def level(of: object, language: Language) -> str:
    """Returns a factor's level as the language writes its number or date; a category as it stands in the scenario.

    Examples
    --------
    >>> level("2.5 days", "id"), level(0.5, "id"), level("on_change", "id")
    ('2,5 hari', '0,5', 'on_change')
    """
    text = str(of).lower() if isinstance(of, bool) else str(of)
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return day(date.fromisoformat(text), language)
    found = re.fullmatch(r"(Rp )?(-?\d+(?:\.\d+)?(?:e-?\d+)?) ?([a-z%]*)", text)
    if not found:
        return text
    exact = Decimal(found[2])
    digits = max(0, -int(exact.normalize().as_tuple().exponent))
    if found[1]:
        return rupiah(float(exact) * SCALES.get(found[3], 1), language)
    name = UNITS.get(found[3], found[3].removesuffix("s"))
    word = unit(name, language) if language != "en" and f"unit.{name}" in WORDS else found[3]
    return f"{number(float(exact), language, digits)}{'' if word == '%' else ' '}{word}".strip()


def cause(name: str, language: Language, form: Literal["cause", "lift"] = "cause") -> str:
    """Returns the words of a ledger's cause (`workshop C` included), or those of its lifting."""
    word, _, kind = name.partition(" ")
    return say(f"{form}.{word}", language, type=called("workshop", kind, language))


def member(group: str, name: str, language: Language) -> str:
    """Returns who a member of a KPI's group is: `partner market-1`, `small firms`."""
    is_size = group == "size" and f"size.{name}" in WORDS
    value = say(f"size.{name}", language) if is_size else called(group, name, language)
    return say(f"group.{group}", language, value=value)


def kpi(name: str, language: Language) -> str:
    """Returns the label of a KPI, with its groups: `utilisation[workshop=C]` is `Utilisasi, bengkel C`."""
    of = kpis.Name.parsed(name)
    if of is None:
        raise ValueError(f"kpi: not the name of a KPI, got {name!r}; such as utilisation[workshop=C]")
    label = say(f"kpi.{of.kpi}", language, value=level(of.value, language)) if of.kpi in kpis.KPIS else of.kpi
    return f"{label}, {member(of.group, of.member, language)}" if of.group else label
