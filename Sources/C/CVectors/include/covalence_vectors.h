#ifndef COVALENCE_VECTORS_H
#define COVALENCE_VECTORS_H

#include <stddef.h>
#include <stdint.h>

/// The sums of products of `count` rows of `width` numbers with one query of the same width, into `sums`. Widths up to 65,536: no sum overflows.
void covalence_dots(const int8_t *rows, size_t count, size_t width, const int8_t *query, int32_t *sums);

/// Adds `count` rows of `width` numbers, each times its factor, to `sums`, which has that width: one row after the other.
void covalence_add_rows(const float *rows, size_t width, const float *factors, size_t count, float *sums);

/// Adds `added`, which has `width` numbers, to each of `count` rows, times the row's factor.
void covalence_add_to_rows(float *rows, size_t width, const float *factors, size_t count, const float *added);

#endif
