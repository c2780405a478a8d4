// Debian's libpq (libpq-dev): the client of PostgreSQL. Below it, what Swift says only with difficulty: waiting for a socket and for a
// wake-up at the same time.
#ifndef COVALENCE_PQ_SHIM_H
#define COVALENCE_PQ_SHIM_H

#include <errno.h>
#include <libpq-fe.h>
#include <poll.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <unistd.h>

enum { COVALENCE_PQ_READABLE = 1, COVALENCE_PQ_WRITABLE = 2, COVALENCE_PQ_WOKEN = 4 };

/// A new descriptor that covalence_pq_wait can be woken by, or -1.
static inline int covalence_pq_wake_open(void) { return eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC); }

static inline void covalence_pq_wake(int wake) {
    uint64_t one = 1;
    ssize_t written = write(wake, &one, sizeof one);
    (void)written;
}

/// Takes a wake-up back.
static inline void covalence_pq_wake_clear(int wake) {
    uint64_t count;
    ssize_t got = read(wake, &count, sizeof count);
    (void)got;
}

static inline void covalence_pq_wake_close(int wake) { close(wake); }

/// Waits until the socket is ready for `wanted` or the descriptor `wake` (-1: none) is woken, at most `milliseconds` (-1: without
/// end). The result is what came, 0 where nothing did in time, -1 where waiting itself failed. Hanging up counts as readable.
static inline int covalence_pq_wait(int socket, int wanted, int wake, int milliseconds) {
    struct pollfd places[2];
    places[0].fd = socket;
    places[0].events = (short)(((wanted & COVALENCE_PQ_READABLE) ? POLLIN : 0) | ((wanted & COVALENCE_PQ_WRITABLE) ? POLLOUT : 0));
    places[0].revents = 0;
    places[1].fd = wake;
    places[1].events = POLLIN;
    places[1].revents = 0;
    int count = poll(places, 2, milliseconds);
    if (count < 0) return errno == EINTR ? 0 : -1;
    int came = 0;
    if (places[0].revents & POLLNVAL) return -1;
    if (places[0].revents & (POLLIN | POLLHUP | POLLERR)) came |= COVALENCE_PQ_READABLE;
    if (places[0].revents & POLLOUT) came |= COVALENCE_PQ_WRITABLE;
    if (places[1].revents & POLLIN) came |= COVALENCE_PQ_WOKEN;
    return came;
}

#endif
