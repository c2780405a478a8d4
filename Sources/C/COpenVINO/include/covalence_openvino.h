// The few calls of OpenVINO's C library that an encoder of sentences needs. The library is looked for when it is first used, not when the
// program starts: without it everything else works.
#ifndef COVALENCE_OPENVINO_H
#define COVALENCE_OPENVINO_H

#include <stddef.h>
#include <stdint.h>

#if defined(__clang__)
#pragma clang assume_nonnull begin
#endif

/// The library, opened and looked through. Stays open until the process ends: its threads cannot be taken back.
typedef struct covalence_openvino covalence_openvino;

/// A model, compiled for this machine, and what it needs to run. One call at a time.
typedef struct covalence_encoder covalence_encoder;

/// Opens libopenvino_c.
///
/// Returns NULL where it cannot be opened or lacks a call, and puts why into `problem`, ended by a zero.
covalence_openvino *_Nullable covalence_openvino_open(const char *library, char *problem, size_t room);

/// Its version, such as `2026.4.1`.
const char *covalence_openvino_version(const covalence_openvino *library);

/// Reads a model and compiles it for the processor.
///
/// - threads: how many it may compute on; 0 for all.
/// Returns NULL where it cannot, and puts why into `problem`.
covalence_encoder *_Nullable covalence_encoder_open(const covalence_openvino *library, const char *model, int threads, char *problem, size_t room);

/// Lets go of a model.
void covalence_encoder_close(covalence_encoder *encoder);

/// Runs `rows` texts of `length` tokens each, filled up with 0 where the mask is 0.
///
/// - ids, mask: `rows` × `length` numbers.
/// - vectors: room for `rows` × `width` numbers: the mean of the last layer over the tokens of each text, of length 1.
/// Returns 0; or -1, with why in `problem`.
int covalence_encoder_run(covalence_encoder *encoder, const int64_t *ids, const int64_t *mask, size_t rows, size_t length,
                          float *vectors, size_t width, char *problem, size_t room);

#if defined(__clang__)
#pragma clang assume_nonnull end
#endif

#endif
