#define _GNU_SOURCE
#include "covalence_openvino.h"

#include <dlfcn.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// What of OpenVINO's C interface is used († openvino/c/*.h, 2026.4). Objects are only passed on.
typedef struct { int64_t rank; int64_t *dims; } ov_shape;
typedef struct { const char *buildNumber; const char *description; } ov_version;
enum { OV_F32 = 4, OV_I64 = 10 };

struct covalence_openvino {
    void *handle;
    char version[64];
    int (*get_version)(ov_version *);
    void (*version_free)(ov_version *);
    const char *(*last_error)(void);
    int (*core_create)(void **);
    void (*core_free)(void *);
    int (*read_model)(const void *, const char *, const char *, void **);
    void (*model_free)(void *);
    int (*inputs_size)(const void *, size_t *);
    int (*compile)(const void *, const void *, const char *, size_t, void **, ...);
    void (*compiled_free)(void *);
    int (*create_request)(const void *, void **);
    void (*request_free)(void *);
    int (*set_tensor)(void *, const char *, const void *);
    int (*infer)(void *);
    int (*output)(const void *, size_t, void **);
    int (*tensor_from_host)(int, ov_shape, void *, void **);
    int (*tensor_shape)(const void *, ov_shape *);
    int (*tensor_type)(const void *, int *);
    int (*tensor_data)(const void *, void **);
    void (*tensor_free)(void *);
    int (*shape_free)(ov_shape *);
};

struct covalence_encoder {
    const covalence_openvino *library;
    void *core, *model, *compiled, *request;
    bool has_types;
    int64_t *types;
    size_t types_count;
};

// What a model computes with is kept with the model. oneDNN, which OpenVINO computes by, keeps the same once more for the whole process
// († ONEDNN_PRIMITIVE_CACHE_CAPACITY), also when the model is gone: 45 MB after the demo was read. Said before there are threads.
__attribute__((constructor)) static void keep_nothing_twice(void) { setenv("ONEDNN_PRIMITIVE_CACHE_CAPACITY", "0", 0); }

static void say(char *problem, size_t room, const char *what, const char *why) {
    if (room > 0) snprintf(problem, room, "%s: %s", what, why && *why ? why : "no reason given");
}

covalence_openvino *covalence_openvino_open(const char *path, char *problem, size_t room) {
    void *handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (!handle) {
        say(problem, room, "The library cannot be opened", dlerror());
        return NULL;
    }
    covalence_openvino *library = calloc(1, sizeof *library);
    if (!library) return NULL;
    library->handle = handle;
    const struct { void *place; const char *name; } calls[] = {
        {&library->get_version, "ov_get_openvino_version"}, {&library->version_free, "ov_version_free"},
        {&library->last_error, "ov_get_last_err_msg"}, {&library->core_create, "ov_core_create"}, {&library->core_free, "ov_core_free"},
        {&library->read_model, "ov_core_read_model"}, {&library->model_free, "ov_model_free"}, {&library->inputs_size, "ov_model_inputs_size"},
        {&library->compile, "ov_core_compile_model"}, {&library->compiled_free, "ov_compiled_model_free"},
        {&library->create_request, "ov_compiled_model_create_infer_request"}, {&library->request_free, "ov_infer_request_free"},
        {&library->set_tensor, "ov_infer_request_set_tensor"}, {&library->infer, "ov_infer_request_infer"},
        {&library->output, "ov_infer_request_get_output_tensor_by_index"}, {&library->tensor_from_host, "ov_tensor_create_from_host_ptr"},
        {&library->tensor_shape, "ov_tensor_get_shape"}, {&library->tensor_type, "ov_tensor_get_element_type"},
        {&library->tensor_data, "ov_tensor_data"}, {&library->tensor_free, "ov_tensor_free"}, {&library->shape_free, "ov_shape_free"},
    };
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
        void *found = dlsym(handle, calls[i].name);
        if (!found) {
            say(problem, room, "The library lacks a call", calls[i].name);
            free(library);
            dlclose(handle);
            return NULL;
        }
        memcpy(calls[i].place, &found, sizeof found);
    }
    ov_version version = {0};
    if (library->get_version(&version) == 0) {
        snprintf(library->version, sizeof library->version, "%s", version.buildNumber ? version.buildNumber : "");
        library->version_free(&version);
    }
    return library;
}

const char *covalence_openvino_version(const covalence_openvino *library) { return library->version; }

covalence_encoder *covalence_encoder_open(const covalence_openvino *library, const char *model, int threads, char *problem, size_t room) {
    covalence_encoder *encoder = calloc(1, sizeof *encoder);
    if (!encoder) return NULL;
    encoder->library = library;
    char count[16];
    snprintf(count, sizeof count, "%d", threads);
    size_t inputs = 0;
    const char *step = "The library did not start";
    if (library->core_create(&encoder->core) != 0) goto failed;
    step = "The model cannot be read";
    if (library->read_model(encoder->core, model, NULL, &encoder->model) != 0) goto failed;
    if (library->inputs_size(encoder->model, &inputs) != 0) goto failed;
    encoder->has_types = inputs > 2;
    step = "The model cannot be compiled for this processor";
    // One text after the other on all threads is quicker here than several at once on one each; full precision, so that every
    // processor computes the same.
    if (library->compile(encoder->core, encoder->model, "CPU", threads > 0 ? 6 : 4, &encoder->compiled, "PERFORMANCE_HINT", "LATENCY",
                         "INFERENCE_PRECISION_HINT", "f32", "INFERENCE_NUM_THREADS", count) != 0) goto failed;
    step = "The model cannot be run";
    if (library->create_request(encoder->compiled, &encoder->request) != 0) goto failed;
    // What was compiled has weights of its own.
    library->model_free(encoder->model);
    encoder->model = NULL;
    return encoder;
failed:
    say(problem, room, step, library->last_error());
    covalence_encoder_close(encoder);
    return NULL;
}

void covalence_encoder_close(covalence_encoder *encoder) {
    const covalence_openvino *library = encoder->library;
    if (encoder->request) library->request_free(encoder->request);
    if (encoder->compiled) library->compiled_free(encoder->compiled);
    if (encoder->model) library->model_free(encoder->model);
    if (encoder->core) library->core_free(encoder->core);
    free(encoder->types);
    free(encoder);
}

static int give(covalence_encoder *encoder, const char *name, const int64_t *numbers, ov_shape shape) {
    void *tensor = NULL;
    int status = encoder->library->tensor_from_host(OV_I64, shape, (void *)numbers, &tensor);
    if (status != 0) return status;
    status = encoder->library->set_tensor(encoder->request, name, tensor);
    encoder->library->tensor_free(tensor);
    return status;
}

// The mean over the tokens that count, made as long as 1.
static void pool(const float *layer, const int64_t *mask, size_t length, float *vector, size_t width) {
    size_t tokens = 0;
    memset(vector, 0, width * sizeof *vector);
    for (size_t t = 0; t < length; t++) {
        if (!mask[t]) continue;
        tokens++;
        const float *row = layer + t * width;
        for (size_t i = 0; i < width; i++) vector[i] += row[i];
    }
    double sum = 0;
    for (size_t i = 0; i < width; i++) {
        vector[i] /= tokens > 0 ? (float)tokens : 1;
        sum += (double)vector[i] * vector[i];
    }
    float norm = sum > 1e-24 ? (float)sqrt(sum) : 1;
    for (size_t i = 0; i < width; i++) vector[i] /= norm;
}

int covalence_encoder_run(covalence_encoder *encoder, const int64_t *ids, const int64_t *mask, size_t rows, size_t length,
                          float *vectors, size_t width, char *problem, size_t room) {
    const covalence_openvino *library = encoder->library;
    int64_t dims[2] = {(int64_t)rows, (int64_t)length};
    ov_shape shape = {2, dims};
    if (encoder->has_types && encoder->types_count < rows * length) {
        free(encoder->types);
        encoder->types = calloc(rows * length, sizeof *encoder->types);
        encoder->types_count = encoder->types ? rows * length : 0;
        if (!encoder->types) {
            say(problem, room, "The text cannot be read", "out of memory");
            return -1;
        }
    }
    void *output = NULL, *data = NULL;
    ov_shape found = {0};
    int type = 0, status = -1;
    if (give(encoder, "input_ids", ids, shape) != 0 || give(encoder, "attention_mask", mask, shape) != 0 ||
        (encoder->has_types && give(encoder, "token_type_ids", encoder->types, shape) != 0) ||
        library->infer(encoder->request) != 0 || library->output(encoder->request, 0, &output) != 0 ||
        library->tensor_shape(output, &found) != 0 || library->tensor_type(output, &type) != 0 || library->tensor_data(output, &data) != 0) {
        say(problem, room, "The model did not run", library->last_error());
    } else if (type != OV_F32 || found.rank != 3 || found.dims[0] != dims[0] || found.dims[1] != dims[1] || found.dims[2] != (int64_t)width) {
        say(problem, room, "The model is another one than was expected", "its output has other sizes");
    } else {
        for (size_t r = 0; r < rows; r++) pool((const float *)data + r * length * width, mask + r * length, length, vectors + r * width, width);
        status = 0;
    }
    if (found.dims) library->shape_free(&found);
    if (output) library->tensor_free(output);
    return status;
}
