/* The open tandem by hand: Poisson orders pass stations of 4, 4 and 46 parallel units, first come, first served.
 *
 * The bar for the compiled engine. All draws are made before the clock starts, as takarusim's are.
 * Usage: tandem ORDERS [log]    prints: seconds of simulation, seconds of draws, mean time in system
 * With `log`, it writes the rows that takarusim writes, in records of the same bytes, to memory of its own.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { STATIONS = 3, MOST_EVENTS = 128, ROWS_AN_ORDER = 5 + 2 * STATIONS };
enum { FINISH = 0, ARRIVE = 1, PLACE = 12, ALLOT = 14, START = 20, INSPECT = 22, BORN = 25, READY = -2 };

typedef struct __attribute__((packed)) {
    int64_t time; int16_t kind; int64_t order; int32_t lot; int16_t operation; int32_t place; int64_t amount; int16_t next;
} Row;

typedef struct { double time; int64_t number; int32_t order; } Event;

static Event heap[MOST_EVENTS];
static int events = 0;
static int64_t scheduled = 0;

static Row *rows = NULL; /* the log, where there is one */

static void record(double time, int16_t kind, int64_t order, int32_t lot, int16_t operation, int32_t place,
                   int64_t amount, int16_t next) {
    if (rows) *rows++ = (Row){(int64_t)(60000 * time), kind, order, lot, operation, place, amount, next};
}

static int before(Event a, Event b) { return a.time < b.time || (a.time == b.time && a.number < b.number); }

static void schedule(double time, int32_t order) {
    Event event = {time, scheduled++, order};
    int i = events++;
    for (; i > 0 && before(event, heap[(i - 1) / 2]); i = (i - 1) / 2) heap[i] = heap[(i - 1) / 2];
    heap[i] = event;
}

static Event next_event(void) {
    Event first = heap[0], last = heap[--events];
    int i = 0;
    for (int child; (child = 2 * i + 1) < events; i = child) {
        if (child + 1 < events && before(heap[child + 1], heap[child])) child++;
        if (!before(heap[child], last)) break;
        heap[i] = heap[child];
    }
    heap[i] = last;
    return first;
}

static const int FIRST_UNIT[STATIONS] = {0, 4, 8};
static int32_t *unit; /* on which each order is worked */

static void start(double now, int32_t order, int station, int32_t on, double service) {
    unit[order] = on;
    record(now, START, order, 0, (int16_t)station, FIRST_UNIT[station] + on, 0, -1);
    schedule(now + service, order);
}

static uint64_t state = 88172645463325252ull;

static double uniform(void) { /* xorshift64 */
    state ^= state << 13; state ^= state >> 7; state ^= state << 17;
    return ((state >> 11) + 0.5) / 9007199254740992.0;
}

static double seconds(struct timespec a, struct timespec b) {
    return (double)(b.tv_sec - a.tv_sec) + 1e-9 * (double)(b.tv_nsec - a.tv_nsec);
}

int main(int count, char **arguments) {
    if (count < 2) return 2;
    const int32_t n = atoi(arguments[1]);
    if (count > 2) rows = malloc(sizeof(Row) * ROWS_AN_ORDER * (int64_t)n);
    const double mean[STATIONS] = {3.2, 3.0, 38.0};
    double *gap = malloc(sizeof(double) * n), *service = malloc(sizeof(double) * n * STATIONS);
    double *arrival = malloc(sizeof(double) * n);
    int32_t *behind = malloc(sizeof(int32_t) * n);
    char *station = calloc(n, 1);
    unit = malloc(sizeof(int32_t) * n);
    uint64_t free_units[STATIONS] = {(1ull << 4) - 1, (1ull << 4) - 1, (1ull << 46) - 1}; /* a bit a unit */
    int first[STATIONS] = {-1, -1, -1}, last[STATIONS] = {-1, -1, -1};
    struct timespec begin, drawn, end;

    clock_gettime(CLOCK_MONOTONIC, &begin);
    for (int32_t i = 0; i < n; i++) {
        gap[i] = -log(uniform());
        for (int k = 0; k < STATIONS; k++) service[(int64_t)k * n + i] = -mean[k] * log(uniform());
    }
    clock_gettime(CLOCK_MONOTONIC, &drawn);

    int32_t arrived = 0, done = 0;
    double next_arrival = gap[0], total = 0;
    while (done < n) {
        double now;
        int32_t i;
        int k = 0;
        if (arrived < n && (events == 0 || next_arrival < heap[0].time)) {
            now = next_arrival;
            i = arrived++;
            arrival[i] = now;
            if (arrived < n) next_arrival = now + gap[arrived];
            record(now, PLACE, i, -1, -1, 0, 1, -1);
            record(now, ALLOT, i, -1, -1, 0, -1, -1);
            record(now, BORN, i, 0, -1, 0, 1, 0);
        } else {
            const Event event = next_event();
            now = event.time;
            i = event.order;
            k = station[i];
            const int32_t waiting = first[k], u = unit[i];
            const int64_t worked = (int64_t)(60000 * service[(int64_t)k * n + i]);
            record(now, FINISH, i, 0, (int16_t)k, FIRST_UNIT[k] + u, worked, (int16_t)(k + 1 < STATIONS ? k + 1 : -1));
            if (waiting >= 0) {
                first[k] = behind[waiting];
                start(now, waiting, k, u, service[(int64_t)k * n + waiting]);
            } else {
                free_units[k] |= 1ull << u;
            }
            station[i] = (char)++k;
            if (k == STATIONS) {
                record(now, INSPECT, i, 0, 1, 0, 0, READY);
                record(now, ARRIVE, i, 0, -1, -1, 1, -1);
                total += now - arrival[i];
                done++;
                continue;
            }
        }
        if (free_units[k]) {
            const int u = __builtin_ctzll(free_units[k]); /* the lowest free unit */
            free_units[k] &= free_units[k] - 1;
            start(now, i, k, u, service[(int64_t)k * n + i]);
        } else {
            behind[i] = -1;
            if (first[k] < 0) first[k] = i; else behind[last[k]] = i;
            last[k] = i;
        }
    }
    clock_gettime(CLOCK_MONOTONIC, &end);
    printf("%.6f %.6f %.6f\n", seconds(drawn, end), seconds(begin, drawn), total / n);
    return 0;
}
