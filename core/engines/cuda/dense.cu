// The dense layers: S4 to the loss, and back to dS4.

constexpr int DENSE_THREADS = 512;
constexpr int NOT_A_DIGIT = 10; // label of images whose target is the uniform distribution

// The images that a block processes in the dense layers: each weight is loaded once for all.
template <int IMAGES> struct __align__(16) DenseTile {
    float s4[IMAGES][400]; // later ds4
    float f5[IMAGES][120], df5[IMAGES][120];
    float f6[IMAGES][84], df6[IMAGES][84];
    float output[IMAGES][12]; // later doutput
};

// y = x W^T + b. Eight consecutive threads share two outputs, g and g + 64:
//
//      row g of W   |0 1 2 3 4 5 6 7|0 1 2 3 4 5 6 7|0 1 ...     each thread reads 16 bytes, and
//                    \______________/ 128 bytes at once          the eight partial sums are added
//
template <int IN, int OUT, int IMAGES, int IN_PITCH, int OUT_PITCH>
__device__ void dense_forward(
    const float *weights, const float *biases, const float (&x)[IMAGES][IN_PITCH],
    float (&y)[IMAGES][OUT_PITCH]
) {
    const int lane = threadIdx.x % 8, group = threadIdx.x / 8;
    const int outputs[2] = {group, group + DENSE_THREADS / 8};
    float sums[2][IMAGES] = {};
    if (group < OUT) {
        const int second = outputs[1] < OUT ? outputs[1] : group;
        const float4 *w0 = reinterpret_cast<const float4 *>(weights + group * IN);
        const float4 *w1 = reinterpret_cast<const float4 *>(weights + second * IN);
#pragma unroll (8 / IMAGES)
        for (int k = lane; k < IN / 4; k += 8) {
            const float4 a = w0[k], b = w1[k];
#pragma unroll
            for (int i = 0; i < IMAGES; ++i) {
                const float4 v = reinterpret_cast<const float4 *>(x[i])[k];
                sums[0][i] += a.x * v.x + a.y * v.y + a.z * v.z + a.w * v.w;
                sums[1][i] += b.x * v.x + b.y * v.y + b.z * v.z + b.w * v.w;
            }
        }
    }
#pragma unroll
    for (int m = 0; m < 2; ++m)
#pragma unroll
        for (int i = 0; i < IMAGES; ++i) {
            float sum = sums[m][i];
            for (int offset = 4; offset > 0; offset /= 2)
                sum += __shfl_xor_sync(0xffffffffu, sum, offset);
            if (lane == 0 && outputs[m] < OUT) y[i][outputs[m]] = sum + biases[outputs[m]];
        }
}

// dx = dy W. A thread processes four consecutive columns and every fifth row of W; the five partial
// sums are then added in order.
template <int IN, int OUT, int IMAGES, int OUT_PITCH, int IN_PITCH>
__device__ void dense_backward(
    const float *weights, const float (&dy)[IMAGES][OUT_PITCH], float (&dx)[IMAGES][IN_PITCH]
) {
    const int column = threadIdx.x % 100, fifth = threadIdx.x / 100;
    const bool is_active = fifth < 5 && column < IN / 4;
    float4 sums[IMAGES] = {};
    if (is_active)
#pragma unroll (8 / IMAGES)
        for (int o = fifth; o < OUT; o += 5) {
            const float4 w = reinterpret_cast<const float4 *>(weights + o * IN)[column];
#pragma unroll
            for (int i = 0; i < IMAGES; ++i) {
                const float d = dy[i][o];
                sums[i].x += d * w.x;
                sums[i].y += d * w.y;
                sums[i].z += d * w.z;
                sums[i].w += d * w.w;
            }
        }
    for (int part = 0; part < 5; ++part) {
        if (is_active && fifth == part)
#pragma unroll
            for (int i = 0; i < IMAGES; ++i) {
                float4 &to = reinterpret_cast<float4 *>(dx[i])[column];
                const float4 s = sums[i];
                to = part == 0 ? s : make_float4(to.x + s.x, to.y + s.y, to.z + s.z, to.w + s.w);
            }
        __syncthreads();
    }
}

template <int SIZE, int IMAGES, int PITCH>
__device__ void activate_all(float (&x)[IMAGES][PITCH]) {
    for (int p = threadIdx.x; p < IMAGES * SIZE; p += blockDim.x)
        x[p / SIZE][p % SIZE] = activate(x[p / SIZE][p % SIZE]);
    __syncthreads();
}

template <int SIZE, int IMAGES, int PITCH>
__device__ void activation_backward(const float (&y)[IMAGES][PITCH], float (&d)[IMAGES][PITCH]) {
    for (int p = threadIdx.x; p < IMAGES * SIZE; p += blockDim.x)
        d[p / SIZE][p % SIZE] *= slope_at(y[p / SIZE][p % SIZE]);
    __syncthreads();
}

// S4 -> F5 -> F6 -> output for the first `count` images of `traces`; the others are zeros.
template <int IMAGES>
__device__ void dense_layers(
    DenseTile<IMAGES> &tile, const float *parameters, const Trace *traces, int count
) {
    for (int p = threadIdx.x; p < IMAGES * 400; p += blockDim.x)
        tile.s4[p / 400][p % 400] = p / 400 < count ? traces[p / 400].s4[p % 400] : 0.0f;
    __syncthreads();
    dense_forward<400, 120>(parameters + F5_WEIGHT, parameters + F5_BIAS, tile.s4, tile.f5);
    __syncthreads();
    activate_all<120>(tile.f5);
    dense_forward<120, 84>(parameters + F6_WEIGHT, parameters + F6_BIAS, tile.f5, tile.f6);
    __syncthreads();
    activate_all<84>(tile.f6);
    dense_forward<84, 10>(
        parameters + OUTPUT_WEIGHT, parameters + OUTPUT_BIAS, tile.f6, tile.output
    );
    __syncthreads();
}

// Softmax cross-entropy of one image in one warp; the first ten lanes hold one class each. The
// logits are replaced by the gradient of the mean loss.
__device__ void cross_entropy(
    float *output, int label, float label_smoothing, int n, float &loss, float &correct
) {
    const unsigned all = 0xffffffffu;
    const int lane = threadIdx.x % 32;
    const bool is_class = lane < 10;
    const float logit = output[min(lane, 9)]; // idle lanes do not change the maximum
    float largest = logit;
    for (int offset = 16; offset > 0; offset /= 2)
        largest = fmaxf(largest, __shfl_xor_sync(all, largest, offset));
    const float shifted = logit - largest;
    float total = is_class ? expf(shifted) : 0.0f;
    for (int offset = 16; offset > 0; offset /= 2) total += __shfl_xor_sync(all, total, offset);
    const float log_probability = shifted - logf(total);
    const float background = label == NOT_A_DIGIT ? 0.1f : label_smoothing / 10.0f;
    const float target = background + (lane == label ? 1.0f - label_smoothing : 0.0f);
    float sum = is_class ? -target * log_probability : 0.0f;
    for (int offset = 16; offset > 0; offset /= 2) sum += __shfl_xor_sync(all, sum, offset);
    const int predicted = __ffs(__ballot_sync(all, is_class && logit == largest)) - 1;
    if (is_class) output[lane] = (expf(log_probability) - target) / n;
    if (lane == 0) {
        loss = sum;
        correct = predicted == label ? 1.0f : 0.0f;
    }
}

template <int SIZE, int IMAGES, int PITCH>
__device__ void store(
    const float (&tile)[IMAGES][PITCH], Trace *traces, int count, float (Trace::*member)[SIZE]
) {
    for (int p = threadIdx.x; p < count * SIZE; p += blockDim.x)
        (traces[p / SIZE].*member)[p % SIZE] = tile[p / SIZE][p % SIZE];
}

template <int IMAGES>
__device__ void dense_step(
    DenseTile<IMAGES> &tile, const unsigned char *labels, const int *rows,
    const float *parameters, float label_smoothing, int n, Trace *traces
) {
    const int first = blockIdx.x * IMAGES, count = min(IMAGES, n - first);
    traces += first;
    dense_layers(tile, parameters, traces, count);
    store(tile.f5, traces, count, &Trace::f5);
    store(tile.f6, traces, count, &Trace::f6);
    const int warp = threadIdx.x / 32;
    if (warp < count)
        cross_entropy(tile.output[warp], labels[rows[first + warp]], label_smoothing, n,
                      traces[warp].loss, traces[warp].correct);
    __syncthreads();
    store(tile.output, traces, count, &Trace::doutput);
    dense_backward<84, 10>(parameters + OUTPUT_WEIGHT, tile.output, tile.df6);
    activation_backward<84>(tile.f6, tile.df6);
    store(tile.df6, traces, count, &Trace::df6);
    dense_backward<120, 84>(parameters + F6_WEIGHT, tile.df6, tile.df5);
    activation_backward<120>(tile.f5, tile.df5);
    store(tile.df5, traces, count, &Trace::df5);
    dense_backward<400, 120>(parameters + F5_WEIGHT, tile.df5, tile.s4);
    store(tile.s4, traces, count, &Trace::ds4);
}

// Two images per block spread a small batch over the GPU; eight reduce the loads of weights.
extern "C" __global__ void __launch_bounds__(DENSE_THREADS) dense_by_2(
    const unsigned char *labels, const int *queue, int words, const float *parameters,
    float label_smoothing, int n, Trace *traces
) {
    __shared__ DenseTile<2> tile;
    const int *rows = current_step(queue, words) + 2;
    dense_step(tile, labels, rows, parameters, label_smoothing, n, traces);
}

extern "C" __global__ void __launch_bounds__(DENSE_THREADS, 2) dense_by_8(
    const unsigned char *labels, const int *queue, int words, const float *parameters,
    float label_smoothing, int n, Trace *traces
) {
    __shared__ DenseTile<8> tile;
    const int *rows = current_step(queue, words) + 2;
    dense_step(tile, labels, rows, parameters, label_smoothing, n, traces);
}

// Inference: S4 to logits (n, 10).
extern "C" __global__ void __launch_bounds__(DENSE_THREADS, 2) compute_logits(
    const float *parameters, int n, const Trace *traces, float *logits
) {
    __shared__ DenseTile<8> tile;
    const int first = blockIdx.x * 8, count = min(8, n - first);
    dense_layers(tile, parameters, traces + first, count);
    for (int p = threadIdx.x; p < count * 10; p += blockDim.x)
        logits[first * 10 + p] = tile.output[p / 10][p % 10];
}
