#include "covalence_neighbours.h"

#include <cstring>
#include <new>
#include <vector>

// Its hand-written distances are for other kinds of numbers; ours is below.
#define NO_MANUAL_VECTORIZATION
#include <hnswlib/hnswlib.h>

namespace {

#if defined(__x86_64__) && defined(__linux__)
__attribute__((target_clones("avx2", "default")))
#endif
int32_t dot(const int8_t *a, const int8_t *b, size_t width) {
    int32_t sum = 0;
    for (size_t place = 0; place < width; place++) sum += (int16_t)a[place] * (int16_t)b[place];
    return sum;
}

/// A row is its scale and its numbers.
float distance(const void *a, const void *b, const void *width) {
    float first, second;
    std::memcpy(&first, a, sizeof first);
    std::memcpy(&second, b, sizeof second);
    const int8_t *rows[] = {static_cast<const int8_t *>(a) + sizeof(float), static_cast<const int8_t *>(b) + sizeof(float)};
    return 1.0f - first * second * static_cast<float>(dot(rows[0], rows[1], *static_cast<const size_t *>(width)));
}

class Bytes : public hnswlib::SpaceInterface<float> {
public:
    explicit Bytes(size_t width) : width(width) {}
    size_t get_data_size() override { return sizeof(float) + width; }
    hnswlib::DISTFUNC<float> get_dist_func() override { return distance; }
    void *get_dist_func_param() override { return &width; }

private:
    size_t width;
};

std::vector<int8_t> packed(const int8_t *row, float scale, size_t width) {
    std::vector<int8_t> data(sizeof scale + width);
    std::memcpy(data.data(), &scale, sizeof scale);
    std::memcpy(data.data() + sizeof scale, row, width);
    return data;
}

}  // namespace

struct covalence_neighbours {
    Bytes space;
    size_t width;
    hnswlib::HierarchicalNSW<float> graph;

    covalence_neighbours(size_t width, size_t capacity, size_t links, size_t effort)
        : space(width), width(width), graph(&space, capacity, links, effort) {}
};

covalence_neighbours *covalence_neighbours_make(size_t width, size_t capacity, size_t links, size_t effort) {
    try {
        return new covalence_neighbours(width, capacity, links, effort);
    } catch (...) {
        return nullptr;
    }
}

void covalence_neighbours_free(covalence_neighbours *graph) { delete graph; }

int covalence_neighbours_add(covalence_neighbours *graph, const int8_t *row, float scale, uint64_t number) {
    try {
        graph->graph.addPoint(packed(row, scale, graph->width).data(), number);
        return 0;
    } catch (...) {
        return 1;
    }
}

void covalence_neighbours_set_effort(covalence_neighbours *graph, size_t effort) { graph->graph.setEf(effort); }

size_t covalence_neighbours_search(
    const covalence_neighbours *graph, const int8_t *row, float scale, size_t count, uint64_t *numbers, float *likeness) {
    try {
        auto found = graph->graph.searchKnn(packed(row, scale, graph->width).data(), count);
        size_t total = found.size();
        for (size_t place = total; place > 0; place--) {
            numbers[place - 1] = found.top().second;
            likeness[place - 1] = 1.0f - found.top().first;
            found.pop();
        }
        return total;
    } catch (...) {
        return 0;
    }
}
