#include "covalence_vectors.h"

// The compiler makes vector code of the inner loops; on x86 once for every machine and once for those with wider vectors, chosen when the program starts.
#if defined(__x86_64__) && defined(__linux__)
#define WIDE __attribute__((target_clones("avx2", "default")))
#else
#define WIDE
#endif

// A product is rounded before it is added, on every machine, so that all come to the same sums.
#pragma STDC FP_CONTRACT OFF

WIDE void covalence_dots(const int8_t *rows, size_t count, size_t width, const int8_t *query, int32_t *sums) {
    for (size_t row = 0; row < count; row++) {
        const int8_t *numbers = rows + row * width;
        int32_t sum = 0;
        for (size_t place = 0; place < width; place++) sum += (int16_t)numbers[place] * (int16_t)query[place];
        sums[row] = sum;
    }
}

/// `covalence_add_rows` for some columns, which stay in registers.
static inline __attribute__((always_inline)) void add_rows(
    const float *rows, size_t width, const float *factors, size_t count, float *sums, const size_t columns
) {
    float found[32];
    for (size_t column = 0; column < columns; column++) found[column] = sums[column];
    for (size_t row = 0; row < count; row++) {
        for (size_t column = 0; column < columns; column++) found[column] += factors[row] * rows[row * width + column];
    }
    for (size_t column = 0; column < columns; column++) sums[column] = found[column];
}

WIDE void covalence_add_rows(const float *rows, size_t width, const float *factors, size_t count, float *sums) {
    size_t column = 0;
    for (; column + 32 <= width; column += 32) add_rows(rows + column, width, factors, count, sums + column, 32);
    for (; column + 8 <= width; column += 8) add_rows(rows + column, width, factors, count, sums + column, 8);
    for (; column < width; column++) add_rows(rows + column, width, factors, count, sums + column, 1);
}

WIDE void covalence_add_to_rows(float *restrict rows, size_t width, const float *restrict factors, size_t count, const float *restrict added) {
    for (size_t row = 0; row < count; row++) {
        for (size_t column = 0; column < width; column++) rows[row * width + column] += factors[row] * added[column];
    }
}
