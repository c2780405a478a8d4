#ifndef COVALENCE_NEIGHBOURS_H
#define COVALENCE_NEIGHBOURS_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A graph of neighbours over rows of bytes (HNSW, by hnswlib).
typedef struct covalence_neighbours covalence_neighbours;

/// An empty graph; null where there is no memory for it.
///
/// - links: neighbours of a row on each level; twice as many on the lowest.
/// - effort: how many candidates are looked at when a row is added.
covalence_neighbours *covalence_neighbours_make(size_t width, size_t capacity, size_t links, size_t effort);
void covalence_neighbours_free(covalence_neighbours *graph);

/// Adds a row under a number of its own. May be called from several threads at once. Returns 0, or 1 where it has no place.
int covalence_neighbours_add(covalence_neighbours *graph, const int8_t *row, float scale, uint64_t number);

/// How many candidates a search looks at: more find more, and take longer. Not while somebody searches.
void covalence_neighbours_set_effort(covalence_neighbours *graph, size_t effort);

/// The nearest rows, the nearest first; returns how many were found. May be called from several threads at once.
size_t covalence_neighbours_search(
    const covalence_neighbours *graph, const int8_t *row, float scale, size_t count, uint64_t *numbers, float *likeness);

#ifdef __cplusplus
}
#endif
#endif
