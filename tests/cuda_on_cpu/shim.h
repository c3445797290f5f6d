// The part of CUDA C that core/engines/cuda uses, on a CPU: for tests, not for speed.
//
// The threads of a block are fibers with separate stacks. A fiber runs until a barrier or its end;
// once all have stopped, the barrier opens. Warps and blocks run sequentially. A kernel without
// races thus gives the same bits in any order of threads and blocks, which `launch` can reverse.
// Shared memory starts as NaN, and a barrier that not all threads reach is an error.

#pragma once
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <setjmp.h>
#include <tuple>
#include <ucontext.h>
#include <utility>

#define __global__
#define __device__
#define __align__(bytes) __attribute__((aligned(bytes)))
#define __launch_bounds__(...)
#ifdef __SANITIZE_ADDRESS__
#define __shared__ static
#else
#define __shared__ static __attribute__((section("cuda_shared")))
extern "C" char __start_cuda_shared[], __stop_cuda_shared[];
#endif

struct dim3 { unsigned x, y, z; };
struct alignas(8) float2 { float x, y; };
struct alignas(16) float4 { float x, y, z, w; };
inline float2 make_float2(float x, float y) { return {x, y}; }
inline float4 make_float4(float x, float y, float z, float w) { return {x, y, z, w}; }
inline int min(int a, int b) { return a < b ? a : b; }
inline float cospif(float x) { return std::cos(static_cast<float>(M_PI) * x); }
inline float __int_as_float(int bits) { float x; std::memcpy(&x, &bits, 4); return x; }
inline int __ffs(int bits) { return ffs(bits); }

namespace cuda_on_cpu {

enum State { READY, AT_BLOCK_BARRIER, AT_WARP_BARRIER, ENDED };
enum Failure { NONE, BARRIER_MISSED };

#ifdef __SANITIZE_ADDRESS__
constexpr std::size_t STACK = 512 * 1024;
#else
constexpr std::size_t STACK = 64 * 1024;
#endif

struct Fiber {
    ucontext_t context;
    jmp_buf jump;
    bool made;
    State state;
    dim3 index;
    unsigned exchanges;
};

constexpr unsigned MOST_THREADS = 1024;
inline Fiber fibers[MOST_THREADS];
inline ucontext_t scheduler;
inline jmp_buf scheduler_jump;
inline char *stacks = nullptr;
inline Fiber *running;
inline dim3 grid_size, block_size, block_index;
inline int exchanged[2][MOST_THREADS];
inline void (*body)(void *);
inline void *body_arguments;

// Return to the scheduler. A long jump needs no system call, but AddressSanitizer supports only
// swapcontext.
inline void pause(State state) {
    running->state = state;
#ifdef __SANITIZE_ADDRESS__
    swapcontext(&running->context, &scheduler);
#else
    if (_setjmp(running->jump) == 0) _longjmp(scheduler_jump, 1);
#endif
}

// Fibers are reused for further blocks and kernels, because creating one is slow.
inline void enter() {
    for (;;) {
        body(body_arguments);
        pause(ENDED);
    }
}

inline void resume(unsigned thread) {
    running = &fibers[thread];
    running->state = READY;
#ifdef __SANITIZE_ADDRESS__
    running->made = true;
    swapcontext(&scheduler, &running->context);
#else
    if (_setjmp(scheduler_jump) == 0) {
        if (running->made) _longjmp(running->jump, 1);
        running->made = true;
        setcontext(&running->context);
    }
#endif
}

// Share a value with the warp; returns the values of all threads. Two buffers alternate: a thread
// that is ahead writes to the other one, and cannot be ahead by two.
inline const int *exchange(int value) {
    int *values = exchanged[running->exchanges++ % 2];
    values[running->index.x] = value;
    pause(AT_WARP_BARRIER);
    return values;
}

inline bool all(unsigned first, unsigned end, State state) {
    for (unsigned t = first; t < end; ++t)
        if (fibers[t].state != state) return false;
    return true;
}

// Run a warp until it waits for others, which do not run meanwhile. This is the most uneven
// progress that a GPU can make, so that missing barriers are detected.
inline void run_warp(unsigned first, unsigned end, bool backwards) {
    do {
        for (unsigned turn = first; turn < end; ++turn) {
            const unsigned t = backwards ? first + end - 1 - turn : turn;
            if (fibers[t].state != AT_BLOCK_BARRIER && fibers[t].state != ENDED) resume(t);
        }
    } while (all(first, end, AT_WARP_BARRIER));
}

inline Failure run_block(bool backwards) {
    const unsigned threads = block_size.x;
#ifndef __SANITIZE_ADDRESS__
    for (char *byte = __start_cuda_shared; byte < __stop_cuda_shared; ++byte) *byte = -1;
#endif
    for (unsigned t = 0; t < threads; ++t) {
        Fiber &fiber = fibers[t];
        fiber.state = READY;
        fiber.index = {t, 0, 0};
        fiber.exchanges = 0;
        if (fiber.made) continue;
        getcontext(&fiber.context);
        fiber.context.uc_stack.ss_sp = stacks + t * STACK;
        fiber.context.uc_stack.ss_size = STACK;
        fiber.context.uc_link = nullptr;
        makecontext(&fiber.context, enter, 0);
    }
    const unsigned warps = (threads + 31) / 32;
    for (;;) {
        for (unsigned turn = 0; turn < warps; ++turn) {
            const unsigned first = 32 * (backwards ? warps - 1 - turn : turn);
            run_warp(first, first + 32 < threads ? first + 32 : threads, backwards);
        }
        if (all(0, threads, ENDED)) return NONE;
        if (!all(0, threads, AT_BLOCK_BARRIER)) break;
        for (unsigned t = 0; t < threads; ++t) fibers[t].state = READY;
    }
    for (unsigned t = 0; t < threads; ++t) fibers[t].made = false;
    return BARRIER_MISSED;
}

template <typename T> struct Letter;
template <> struct Letter<int> { static constexpr char value = 'i'; };
template <> struct Letter<float> { static constexpr char value = 'f'; };
template <typename T> struct Letter<T *> { static constexpr char value = 'F'; };
template <> struct Letter<const int *> { static constexpr char value = 'I'; };
template <> struct Letter<int *> { static constexpr char value = 'I'; };
template <> struct Letter<const unsigned char *> { static constexpr char value = 'B'; };

// The types of a kernel's parameters, one letter each: int (i), float (f), or pointers to ints (I),
// bytes (B), and floats or structures of floats (F).
template <typename... A> const char *signature(void (*)(A...)) {
    static const char letters[] = {Letter<A>::value..., '\0'};
    return letters;
}

template <typename... A, std::size_t... I>
void call(void (*kernel)(A...), void **arguments, std::index_sequence<I...>) {
    kernel(*static_cast<A *>(arguments[I])...);
}

// Run a kernel; `arguments` points to each argument, as for cuLaunchKernel.
template <typename... A>
int launch(void (*kernel)(A...), unsigned blocks, unsigned threads, void **arguments, int backwards) {
    static void (*launched)(A...);
    launched = kernel;
    if (!stacks) stacks = static_cast<char *>(std::malloc(MOST_THREADS * STACK));
    body = [](void *given) {
        call(launched, static_cast<void **>(given), std::index_sequence_for<A...>());
    };
    body_arguments = arguments;
    grid_size = {blocks, 1, 1};
    block_size = {threads, 1, 1};
    for (unsigned turn = 0; turn < blocks; ++turn) {
        block_index = {backwards ? blocks - 1 - turn : turn, 0, 0};
        const Failure failure = run_block(backwards);
        if (failure != NONE) return failure;
    }
    return NONE;
}

} // namespace cuda_on_cpu

#define threadIdx (cuda_on_cpu::running->index)
#define blockIdx (cuda_on_cpu::block_index)
#define blockDim (cuda_on_cpu::block_size)
#define gridDim (cuda_on_cpu::grid_size)

inline void __syncthreads() { cuda_on_cpu::pause(cuda_on_cpu::AT_BLOCK_BARRIER); }
inline void __syncwarp(unsigned = ~0u) { cuda_on_cpu::pause(cuda_on_cpu::AT_WARP_BARRIER); }

inline float __shfl_xor_sync(unsigned, float value, int offset) {
    int bits;
    std::memcpy(&bits, &value, 4);
    const int *bits_of_all = cuda_on_cpu::exchange(bits);
    std::memcpy(&value, &bits_of_all[threadIdx.x ^ offset], 4);
    return value;
}

inline unsigned __ballot_sync(unsigned, bool vote) {
    const int *votes = cuda_on_cpu::exchange(vote) + (threadIdx.x & ~31u);
    unsigned ballot = 0;
    for (unsigned lane = 0; lane < 32; ++lane) ballot |= static_cast<unsigned>(votes[lane]) << lane;
    return ballot;
}
