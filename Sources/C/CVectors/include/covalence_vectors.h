#ifndef COVALENCE_VECTORS_H
#define COVALENCE_VECTORS_H

#include <stddef.h>
#include <stdint.h>

/// The sums of products of `count` rows of `width` numbers with one query of the same width, into `sums`. Widths up to 65,536: no sum overflows.
void covalence_dots(const int8_t *rows, size_t count, size_t width, const int8_t *query, int32_t *sums);

#endif
