/* The open tandem by hand: Poisson orders pass stations of 4, 4 and 46 parallel units, first come, first served.
 *
 * The bar for the compiled engine. All draws are made before the clock starts, as takarusim's are; there is no log.
 * Usage: tandem ORDERS    prints: seconds of simulation, seconds of draws, mean time in system
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { STATIONS = 3, MOST_EVENTS = 128 };

typedef struct { double time; int64_t number; int32_t order; } Event;

static Event heap[MOST_EVENTS];
static int events = 0;
static int64_t scheduled = 0;

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

static uint64_t state = 88172645463325252ull;

static double uniform(void) { /* xorshift64 */
    state ^= state << 13; state ^= state >> 7; state ^= state << 17;
    return ((state >> 11) + 0.5) / 9007199254740992.0;
}

static double seconds(struct timespec a, struct timespec b) {
    return (double)(b.tv_sec - a.tv_sec) + 1e-9 * (double)(b.tv_nsec - a.tv_nsec);
}

int main(int count, char **arguments) {
    if (count != 2) return 2;
    const int32_t n = atoi(arguments[1]);
    const double mean[STATIONS] = {3.2, 3.0, 38.0};
    double *gap = malloc(sizeof(double) * n), *service = malloc(sizeof(double) * n * STATIONS);
    double *arrival = malloc(sizeof(double) * n);
    int32_t *behind = malloc(sizeof(int32_t) * n);
    char *station = calloc(n, 1);
    int free_units[STATIONS] = {4, 4, 46}, first[STATIONS] = {-1, -1, -1}, last[STATIONS] = {-1, -1, -1};
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
        } else {
            const Event event = next_event();
            now = event.time;
            i = event.order;
            k = station[i];
            const int32_t waiting = first[k];
            if (waiting >= 0) {
                first[k] = behind[waiting];
                schedule(now + service[(int64_t)k * n + waiting], waiting);
            } else {
                free_units[k]++;
            }
            station[i] = (char)++k;
            if (k == STATIONS) {
                total += now - arrival[i];
                done++;
                continue;
            }
        }
        if (free_units[k] > 0) {
            free_units[k]--;
            schedule(now + service[(int64_t)k * n + i], i);
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
