// The gradient from its partial sums, and the update of the parameters.

constexpr int SUM_THREADS = 256, WARPS = SUM_THREADS / 32;
constexpr int CONVOLUTION_SUM_BLOCKS = (CONVOLUTIONS + 31) / 32;
constexpr int DENSE_SUM_BLOCKS = (DENSE + SUM_THREADS - 1) / SUM_THREADS;
constexpr int SUM_BLOCKS = CONVOLUTION_SUM_BLOCKS + DENSE_SUM_BLOCKS;

// The sum over all threads of a block of 256, returned in every thread.
__device__ float block_sum(float value, float (&warp_sums)[WARPS]) {
    value = warp_sum(value);
    __syncthreads(); // the previous sum has been read
    if (threadIdx.x % 32 == 0) warp_sums[threadIdx.x / 32] = value;
    __syncthreads();
    float sum = 0.0f;
    for (int warp = 0; warp < WARPS; ++warp) sum += warp_sums[warp];
    return sum;
}

// Copied for `update`, which advances the queue while other blocks still read these.
struct StepSettings { float learning_rate, average_decay; };

// C1 and C3 have many partial gradients, one per block: a block sums 32 parameters, and each of its
// eight warps an eighth of the partials. The dense layers have few: one thread per parameter.
// The last block sums the losses and the correct answers.
extern "C" __global__ void __launch_bounds__(SUM_THREADS) sum_gradients(
    int n, int convolution_blocks, int chunks, const float *convolution_partials,
    const float *dense_partials, const Trace *traces, const int *queue, int words,
    float *gradients, float *square_sums, float *results, StepSettings *settings
) {
    __shared__ float warp_partials[WARPS][32], warp_sums[WARPS];
    const int block = blockIdx.x, warp = threadIdx.x / 32, lane = threadIdx.x % 32;
    if (block == SUM_BLOCKS) {
        float loss = 0.0f, correct = 0.0f;
        for (int index = threadIdx.x; index < n; index += SUM_THREADS) {
            loss += traces[index].loss;
            correct += traces[index].correct;
        }
        loss = block_sum(loss, warp_sums);
        correct = block_sum(correct, warp_sums);
        if (threadIdx.x == 0) {
            const int *step = current_step(queue, words);
            *settings = {__int_as_float(step[0]), __int_as_float(step[1])};
            results[2 * queue[0]] = loss;
            results[2 * queue[0] + 1] = correct;
        }
        return;
    }
    float gradient = 0.0f;
    if (block < CONVOLUTION_SUM_BLOCKS) {
        const int p = block * 32 + lane;
        if (p < CONVOLUTIONS)
#pragma unroll 8
            for (int b = warp; b < convolution_blocks; b += WARPS)
                gradient += convolution_partials[b * CONVOLUTIONS + p];
        warp_partials[warp][lane] = gradient;
        __syncthreads();
        gradient = 0.0f;
        if (warp == 0 && p < CONVOLUTIONS) {
            for (int w = 0; w < WARPS; ++w) gradient += warp_partials[w][lane];
            gradients[p] = gradient;
        }
    } else {
        const int p = (block - CONVOLUTION_SUM_BLOCKS) * SUM_THREADS + threadIdx.x;
        if (p < DENSE) {
#pragma unroll 4
            for (int chunk = 0; chunk < chunks; ++chunk)
                gradient += dense_partials[static_cast<long long>(chunk) * DENSE + p];
            gradients[CONVOLUTIONS + p] = gradient;
        }
    }
    const float square_sum = block_sum(gradient * gradient, warp_sums);
    if (threadIdx.x == 0) square_sums[block] = square_sum;
}

__device__ bool is_bias(int p) {
    return (p >= C1_BIAS && p < C3_WEIGHT) || (p >= C3_BIAS && p < F5_WEIGHT) ||
           (p >= F5_BIAS && p < F6_WEIGHT) || (p >= F6_BIAS && p < OUTPUT_WEIGHT) ||
           p >= OUTPUT_BIAS;
}

// SGD.step and update_average of core.network.optim, one thread per parameter. Gradient clipping
// needs the norm of the whole gradient: every block adds the same 312 square sums in order.
extern "C" __global__ void __launch_bounds__(SUM_THREADS) update(
    const float *gradients, const float *square_sums, const StepSettings *settings, float momentum,
    float weight_decay, float bias_decay, float clip_norm, int *queue, float *parameters, float *velocity,
    float *average
) {
    __shared__ float warp_sums[WARPS];
    float square_sum = 0.0f;
    for (int b = threadIdx.x; b < SUM_BLOCKS; b += SUM_THREADS) square_sum += square_sums[b];
    const float norm = sqrtf(block_sum(square_sum, warp_sums));
    const float scale = clip_norm > 0.0f ? fminf(1.0f, clip_norm / (norm + 1e-6f)) : 1.0f;
    if (blockIdx.x == 0 && threadIdx.x == 0) queue[0] += 1;
    const int p = blockIdx.x * SUM_THREADS + threadIdx.x;
    if (p >= PARAMETERS) return;
    const float weight = parameters[p];
    const float penalty = is_bias(p) ? bias_decay : weight_decay;
    const float gradient = scale * gradients[p] + penalty * weight;
    const float new_velocity = momentum * velocity[p] + gradient;
    const float new_weight = weight - settings->learning_rate * new_velocity;
    const float decay = settings->average_decay;
    velocity[p] = new_velocity;
    parameters[p] = new_weight;
    average[p] = decay == 0.0f ? new_weight
                               : average[p] + (1.0f - decay) * (new_weight - average[p]);
}
