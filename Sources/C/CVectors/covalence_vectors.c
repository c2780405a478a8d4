#include "covalence_vectors.h"

// The compiler makes vector code of the inner loop; on x86 once for every machine and once for those with AVX2, chosen when the program starts.
#if defined(__x86_64__) && defined(__linux__)
__attribute__((target_clones("avx2", "default")))
#endif
void covalence_dots(const int8_t *rows, size_t count, size_t width, const int8_t *query, int32_t *sums) {
    for (size_t row = 0; row < count; row++) {
        const int8_t *numbers = rows + row * width;
        int32_t sum = 0;
        for (size_t place = 0; place < width; place++) sum += (int16_t)numbers[place] * (int16_t)query[place];
        sums[row] = sum;
    }
}
