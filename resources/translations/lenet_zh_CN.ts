<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en_US">
<context>
    <name>About</name>
    <message>
        <source>&lt;b&gt;LeNet Desktop {version}&lt;/b&gt;&lt;p&gt;Handwritten digit recognition with LeNet-5, implemented from scratch in NumPy and CuPy.&lt;/p&gt;&lt;p&gt;Your drawings never leave this computer.&lt;/p&gt;</source>
        <translation>&lt;b&gt;LeNet Desktop {version}&lt;/b&gt;&lt;p&gt;用 LeNet-5 识别手写数字，网络用 NumPy 和 CuPy 从零实现。&lt;/p&gt;&lt;p&gt;你写的内容不会离开这台计算机。&lt;/p&gt;</translation>
    </message>
    <message>
        <source>&lt;p&gt;MIT licence. Copyright 2026 The LeNet Desktop authors.&lt;/p&gt;&lt;p&gt;LeNet-5 and MNIST: Y. LeCun, L. Bottou, Y. Bengio and P. Haffner, &lt;a href=&apos;{paper}&apos;&gt;Gradient-based learning applied to document recognition&lt;/a&gt;, 1998; MNIST also by C. Cortes and C. Burges.&lt;/p&gt;&lt;p&gt;The bundled weights were also trained on &lt;a href=&apos;{pen_digits}&apos;&gt;Pen-Based Recognition of Handwritten Digits&lt;/a&gt; by E. Alpaydin and F. Alimoglu, UCI Machine Learning Repository, &lt;a href=&apos;{licence}&apos;&gt;CC BY 4.0&lt;/a&gt;.&lt;/p&gt;&lt;p&gt;Python {python}, Qt {qt}, NumPy {numpy}&lt;/p&gt;</source>
        <translation>&lt;p&gt;MIT 许可证。版权所有 © 2026 The LeNet Desktop authors。&lt;/p&gt;&lt;p&gt;LeNet-5 与 MNIST：Y. LeCun、L. Bottou、Y. Bengio 和 P. Haffner，&lt;a href=&apos;{paper}&apos;&gt;Gradient-based learning applied to document recognition&lt;/a&gt;，1998；MNIST 的作者还有 C. Cortes 和 C. Burges。&lt;/p&gt;&lt;p&gt;自带权重的训练还使用了 E. Alpaydin 和 F. Alimoglu 的 &lt;a href=&apos;{pen_digits}&apos;&gt;Pen-Based Recognition of Handwritten Digits&lt;/a&gt;，UCI Machine Learning Repository，&lt;a href=&apos;{licence}&apos;&gt;CC BY 4.0&lt;/a&gt;。&lt;/p&gt;&lt;p&gt;Python {python}，Qt {qt}，NumPy {numpy}&lt;/p&gt;</translation>
    </message>
    <message>
        <source>About LeNet Desktop</source>
        <translation>关于 LeNet Desktop</translation>
    </message>
</context>
<context>
    <name>AccuracyPlot</name>
    <message>
        <source>Accuracy</source>
        <translation>准确率</translation>
    </message>
    <message>
        <source>Show the learning rate instead of the accuracy</source>
        <translation>显示学习率而不是准确率</translation>
    </message>
    <message>
        <source>training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>validation</source>
        <translation>验证</translation>
    </message>
    <message>
        <source>learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>学习率</translation>
    </message>
</context>
<context>
    <name>App</name>
    <message>
        <source>{reason} The bundled network is in use.</source>
        <translation>{reason}现在使用自带网络。</translation>
    </message>
</context>
<context>
    <name>Arithmetic</name>
    <message>
        <source>A pixel of the image: 0 is black, 1 is white.</source>
        <translation>图像的一个像素：0 为黑，1 为白。</translation>
    </message>
    <message>
        <source>{place}: {value}</source>
        <translation>{place}：{value}</translation>
    </message>
    <message>
        <source>{stage}, row {row}, column {column}</source>
        <translation>{stage}，第 {row} 行，第 {column} 列</translation>
    </message>
    <message>
        <source>{stage}, map {map}, row {row}, column {column}</source>
        <translation>{stage}，特征图 {map}，第 {row} 行，第 {column} 列</translation>
    </message>
    <message>
        <source>{stage} of {digit}</source>
        <translation>{stage}（数字 {digit}）</translation>
    </message>
    <message>
        <source>{stage}, unit {unit}</source>
        <translation>{stage}，神经元 {unit}</translation>
    </message>
    <message>
        <source>{stage}, map {map}, kernel of map {before}, row {row}, column {column}</source>
        <translation>{stage}，特征图 {map}，特征图 {before} 的卷积核，第 {row} 行，第 {column} 列</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>Logit</source>
        <translation>logit</translation>
    </message>
    <message>
        <source>Probability</source>
        <translation>概率</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>均值</translation>
    </message>
    <message>
        <source>Several networks answer; choose one above.</source>
        <translation>由多个网络共同作答；请在上方选择其中一个。</translation>
    </message>
    <message>
        <source>{place}: {sum}</source>
        <translation>{place}：{sum}</translation>
    </message>
    <message>
        <source>Strongest evidence for {digit}, from the output back: {steps}</source>
        <translation>支持 {digit} 的最强依据，从输出往回：{steps}</translation>
    </message>
    <message>
        <source>{stage}, under the kernel</source>
        <translation>{stage}，卷积核所在区域</translation>
    </message>
    <message>
        <source>kernel</source>
        <translation>卷积核</translation>
    </message>
    <message>
        <source>weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>products</source>
        <translation>乘积</translation>
    </message>
    <message>
        <source>Sum for each map: {terms}</source>
        <translation>各特征图之和：{terms}</translation>
    </message>
    <message>
        <source>Sum of {count} products: {sum}</source>
        <translation>{count} 个乘积之和：{sum}</translation>
    </message>
    <message>
        <source>{sum} (no bias)</source>
        <translation>{sum}（无偏置）</translation>
    </message>
    <message>
        <source>{products} {bias} (bias) = {sum}</source>
        <translation>{products} {bias}（偏置）= {sum}</translation>
    </message>
    <message>
        <source>The same weight multiplies a value at each of {count} positions.</source>
        <translation>同一个权重在 {count} 个位置上各与一个数值相乘。</translation>
    </message>
    <message>
        <source>gradient of the loss</source>
        <translation>损失的梯度</translation>
    </message>
    <message>
        <source>Gradient, the sum over these positions: {slope}</source>
        <translation>梯度，即对这些位置求和：{slope}</translation>
    </message>
    <message>
        <source>gradient of the weights</source>
        <translation>权重的梯度</translation>
    </message>
    <message>
        <source>Strongest in {stage}: {parts}; the rest {rest}</source>
        <translation>{stage} 中贡献最大的：{parts}；其余 {rest}</translation>
    </message>
    <message>
        <source>The largest of {numbers} is {value}</source>
        <translation>{numbers} 中的最大值是 {value}</translation>
    </message>
    <message>
        <source>Sum of {count} values: {sum}; divided by {count}: {value}</source>
        <translation>{count} 个数值之和：{sum}；除以 {count}：{value}</translation>
    </message>
    <message>
        <source>logits, 0 to 9</source>
        <translation>0 到 9 的 logit</translation>
    </message>
    <message>
        <source>exp(logit / {temperature})</source>
        <translation>exp(logit / {temperature})</translation>
    </message>
    <message>
        <source>share</source>
        <translation>占比</translation>
    </message>
    <message>
        <source>exp({logit} / {temperature}) = {power}; divided by the sum {total}: {share}</source>
        <translation>exp({logit} / {temperature}) = {power}；除以总和 {total}：{share}</translation>
    </message>
</context>
<context>
    <name>BackwardView</name>
    <message>
        <source>Digit that the loss takes as correct</source>
        <translation>计算损失时视为正确的数字</translation>
    </message>
    <message>
        <source>Show values</source>
        <translation>显示数值</translation>
    </message>
    <message>
        <source>If this were a {digit}</source>
        <translation>假设这是 {digit}</translation>
    </message>
    <message>
        <source>Layer whose gradient is checked</source>
        <translation>要检验梯度的层</translation>
    </message>
    <message>
        <source>Check gradient</source>
        <translation>检验梯度</translation>
    </message>
    <message>
        <source>Gradient of the loss</source>
        <translation>损失的梯度</translation>
    </message>
    <message>
        <source>Finite differences in float64</source>
        <translation>float64 有限差分</translation>
    </message>
    <message>
        <source>Choose a digit to see the gradient of the loss in place of the values.</source>
        <translation>选择一个数字，各层将显示损失的梯度而不是数值。</translation>
    </message>
    <message>
        <source>Loss: {loss}. Blue: a larger value would raise the loss; orange: lower it. A training step moves every weight against its gradient.</source>
        <translation>损失：{loss}。蓝色：数值增大会使损失上升；橙色：会使损失下降。每个训练步都让各个权重沿其梯度的反方向移动。</translation>
    </message>
    <message>
        <source>Compares the backward pass with the change of the loss on this very image.</source>
        <translation>把反向传播的结果与损失在这幅图像上的实际变化相比较。</translation>
    </message>
    <message>
        <source>Relative error over {count} weights: {error}. Backward pass | differences:</source>
        <translation>{count} 个权重的相对误差：{error}。反向传播 | 有限差分：</translation>
    </message>
</context>
<context>
    <name>ChangeNote</name>
    <message>
        <source>Before: {answer}</source>
        <translation>更换前：{answer}</translation>
    </message>
    <message>
        <source>Now: {answer}</source>
        <translation>现在：{answer}</translation>
    </message>
</context>
<context>
    <name>ChangeView</name>
    <message>
        <source>Part of the block</source>
        <translation>残差块的组成部分</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>神经元</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>Bias</source>
        <translation>偏置</translation>
    </message>
    <message>
        <source>This network cannot be changed here.</source>
        <translation>这个网络不能在这里更改。</translation>
    </message>
    <message>
        <source>{unit} is on</source>
        <translation>{unit} 已启用</translation>
    </message>
    <message>
        <source>{unit} are on</source>
        <translation>{unit} 已启用</translation>
    </message>
    <message>
        <source>factor of the convolutions</source>
        <translation>卷积结果的系数</translation>
    </message>
</context>
<context>
    <name>ChangesList</name>
    <message>
        <source>Changes</source>
        <translation>更改</translation>
    </message>
</context>
<context>
    <name>ChangesPanel</name>
    <message>
        <source>Undo the selected change (Del)</source>
        <translation>撤回所选的更改 (Del)</translation>
    </message>
    <message>
        <source>Undo the selected change</source>
        <translation>撤回所选的更改</translation>
    </message>
    <message>
        <source>&amp;Reset</source>
        <translation>重置(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Save As…</source>
        <translation>另存为(&amp;S)…</translation>
    </message>
    <message>
        <source>Measuring the accuracy failed: {reason}</source>
        <translation>测量准确率失败：{reason}</translation>
    </message>
    <message>
        <source>Measuring the accuracy…</source>
        <translation>正在测量准确率…</translation>
    </message>
    <message>
        <source>Switch a unit off, or set a weight or a bias. Everything on this page follows; the network in use stays as it is.</source>
        <translation>关闭一个神经元，或设置一个权重或偏置。本页的一切会随之变化；正在使用的网络保持不变。</translation>
    </message>
    <message>
        <source>of {count} {images}
Unchanged: {share} ({difference} points)</source>
        <translation>（{images}，{count} 幅）
未更改时：{share}（{difference} 个百分点）</translation>
    </message>
    <message>
        <source>Try Again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Weights (*.safetensors);;NumPy weights (*.npz)</source>
        <translation>权重 (*.safetensors);;NumPy 权重 (*.npz)</translation>
    </message>
    <message>
        <source>Save Experiment</source>
        <translation>保存实验</translation>
    </message>
    <message>
        <source>Saved as {file}.</source>
        <translation>已保存为 {file}。</translation>
    </message>
</context>
<context>
    <name>Closing</name>
    <message>
        <source>&amp;Stop and Close</source>
        <translation>停止并关闭(&amp;S)</translation>
    </message>
    <message>
        <source>Training Is Running</source>
        <translation>训练正在进行</translation>
    </message>
    <message>
        <source>Training is still running. Stop it and close the window?

The best weights of completed epochs remain available under Earlier Runs.</source>
        <translation>训练仍在进行。要停止训练并关闭窗口吗？

已完成各轮中最好的权重仍可在“以往训练”中找到。</translation>
    </message>
    <message>
        <source>&amp;Keep Training</source>
        <translation>继续训练(&amp;K)</translation>
    </message>
    <message>
        <source>Fine-Tuning Is Running</source>
        <translation>微调正在进行</translation>
    </message>
    <message>
        <source>Fine-tuning is still running. Stop it and close the window?

Nothing that it has learned is kept.</source>
        <translation>微调仍在进行。要停止微调并关闭窗口吗？

已学到的内容不会保留。</translation>
    </message>
    <message>
        <source>Result Not Kept</source>
        <translation>结果尚未保留</translation>
    </message>
    <message>
        <source>You have not kept the network that learned your digits. Discard it and close the window?</source>
        <translation>学习了你的数字的网络尚未保留。要放弃它并关闭窗口吗？</translation>
    </message>
    <message>
        <source>&amp;Discard and Close</source>
        <translation>放弃并关闭(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>取消(&amp;C)</translation>
    </message>
</context>
<context>
    <name>CodeView</name>
    <message>
        <source>Code of the stage</source>
        <translation>这一层的代码</translation>
    </message>
    <message>
        <source>The source code is not installed.</source>
        <translation>未安装源代码。</translation>
    </message>
</context>
<context>
    <name>CollectingBar</name>
    <message>
        <source>S&amp;kip</source>
        <translation>跳过(&amp;K)</translation>
    </message>
    <message>
        <source>A&amp;uto</source>
        <translation>自动(&amp;U)</translation>
    </message>
    <message>
        <source>Keep each drawing automatically</source>
        <translation>自动收下每份笔迹</translation>
    </message>
    <message>
        <source>Keep each drawing about a second after the pen is lifted</source>
        <translation>抬笔约一秒后自动收下笔迹</translation>
    </message>
    <message>
        <source>Remove the last drawing to draw it again</source>
        <translation>收回上一份笔迹，重写一次</translation>
    </message>
    <message>
        <source>Ask for something else</source>
        <translation>换一个</translation>
    </message>
    <message>
        <source>Stop collecting; the drawings are kept</source>
        <translation>结束采集；已写的笔迹会保留</translation>
    </message>
    <message>
        <source>Ne&amp;xt</source>
        <translation>下一个(&amp;X)</translation>
    </message>
    <message>
        <source>Add the drawing to My Digits (Enter)</source>
        <translation>把笔迹加入“我的数字”(Enter)</translation>
    </message>
    <message>
        <source>not a digit</source>
        <translation>不是数字</translation>
    </message>
    <message>
        <source>Write: {digit}</source>
        <translation>请写：{digit}</translation>
    </message>
    <message>
        <source>{n} so far</source>
        <translation>已写 {n} 个</translation>
    </message>
    <message>
        <source>such as a letter, a shape or a scribble</source>
        <translation>例如字母、图形或涂鸦</translation>
    </message>
    <message>
        <source>Draw what is not a digit</source>
        <translation>请画一个不是数字的图形</translation>
    </message>
    <message>
        <source>Write an 8</source>
        <translation>请写 8</translation>
    </message>
    <message>
        <source>Write a {digit}</source>
        <translation>请写 {digit}</translation>
    </message>
    <message>
        <source>and press Enter</source>
        <translation>写完后按回车键</translation>
    </message>
    <message>
        <source>It is kept about a second after the pen is lifted</source>
        <translation>抬笔约一秒后自动收下</translation>
    </message>
</context>
<context>
    <name>Comparison</name>
    <message>
        <source>p &lt; {p}</source>
        <translation>p &lt; {p}</translation>
    </message>
    <message>
        <source>p = {p}</source>
        <translation>p = {p}</translation>
    </message>
    <message>
        <source>The difference is larger than chance explains ({p}).</source>
        <translation>这一差异不能用偶然来解释（{p}）。</translation>
    </message>
    <message>
        <source>The difference may be due to chance ({p}).</source>
        <translation>这一差异可能出于偶然（{p}）。</translation>
    </message>
    <message>
        <source>Digit</source>
        <translation>数字</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差值</translation>
    </message>
</context>
<context>
    <name>ComparisonView</name>
    <message>
        <source>McNemar&apos;s test counts the digits that only one of the networks reads correctly.</source>
        <translation>McNemar 检验统计只有其中一个网络识别正确的数字。</translation>
    </message>
    <message>
        <source>Accuracy of each digit for both networks</source>
        <translation>两个网络对每个数字的准确率</translation>
    </message>
    <message>
        <source>{count} correct only in {first}</source>
        <translation>仅 {first} 正确：{count} 个</translation>
    </message>
    <message>
        <source>{count} correct only in {second}</source>
        <translation>仅 {second} 正确：{count} 个</translation>
    </message>
    <message>
        <source>{count} incorrect in both</source>
        <translation>两者都错误：{count} 个</translation>
    </message>
    <message>
        <source>{network}: {share}, {interval}</source>
        <translation>{network}：{share}，{interval}</translation>
    </message>
</context>
<context>
    <name>ConfusionView</name>
    <message>
        <source>Confusion matrix</source>
        <translation>混淆矩阵</translation>
    </message>
    <message>
        <source>{sentence}, chosen</source>
        <translation>{sentence}，已选中</translation>
    </message>
</context>
<context>
    <name>CoverageChart</name>
    <message>
        <source>Accuracy when unsure answers are rejected</source>
        <translation>拒绝不确定的结果后的准确率</translation>
    </message>
    <message>
        <source>share rejected</source>
        <translation>拒绝比例</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>准确率</translation>
    </message>
    <message>
        <source>Rejecting {rejected} gives {share} accuracy</source>
        <translation>拒绝 {rejected} 时准确率为 {share}</translation>
    </message>
</context>
<context>
    <name>CropView</name>
    <message>
        <source>Part of the picture</source>
        <translation>图片的选取部分</translation>
    </message>
    <message>
        <source>Drag a frame around the digits, or move it with the arrow keys.</source>
        <translation>拖动方框围住数字，或用方向键移动它。</translation>
    </message>
</context>
<context>
    <name>CurvesView</name>
    <message>
        <source>{title}…</source>
        <translation>{title}…</translation>
    </message>
    <message>
        <source>The curves cannot be shown: {reason}</source>
        <translation>无法显示曲线：{reason}</translation>
    </message>
</context>
<context>
    <name>DataChoice</name>
    <message>
        <source>Open an ink file or a folder</source>
        <translation>打开笔迹文件或文件夹</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Add more data</source>
        <translation>再加一个数据集</translation>
    </message>
    <message>
        <source>Train on several datasets</source>
        <translation>用多个数据集训练</translation>
    </message>
</context>
<context>
    <name>Datasets</name>
    <message>
        <source>MNIST</source>
        <translation>MNIST</translation>
    </message>
    <message>
        <source>MNIST and coarse scans</source>
        <translation>MNIST 和粗糙扫描件</translation>
    </message>
    <message>
        <source>Synthetic digits</source>
        <translation>合成数字</translation>
    </message>
    <message>
        <source>Regional shapes of digits</source>
        <translation>各地写法的数字</translation>
    </message>
    <message>
        <source>Letters, shapes, scribbles</source>
        <translation>字母、图形、涂鸦</translation>
    </message>
    <message>
        <source>My Digits</source>
        <translation>我的数字</translation>
    </message>
    <message>
        <source>MNIST test images</source>
        <translation>MNIST 测试图像</translation>
    </message>
    <message>
        <source>Synthetic test images</source>
        <translation>合成的测试图像</translation>
    </message>
    <message>
        <source>70,000 digits by 500 writers; downloaded once (11 MB).</source>
        <translation>500 人写的 70,000 个数字；只需下载一次（11 MB）。</translation>
    </message>
    <message>
        <source>MNIST, and a fifth of its training images again as coarse scans.</source>
        <translation>MNIST，另将其五分之一的训练图像再作为粗糙扫描件使用。</translation>
    </message>
    <message>
        <source>22,000 digits that the program generates.</source>
        <translation>由程序生成的 22,000 个数字。</translation>
    </message>
    <message>
        <source>Generated digits in shapes that MNIST lacks, such as a 1 with a long upstroke. Add them to a digit dataset.</source>
        <translation>程序生成的、MNIST 中没有的写法，例如带长起笔的 1。请与数字数据集一起使用。</translation>
    </message>
    <message>
        <source>Letters and scribbles that teach the network to answer “not a digit”. Add them to a digit dataset.</source>
        <translation>字母和涂鸦，让网络学会回答“不是数字”。请与数字数据集一起使用。</translation>
    </message>
    <message>
        <source>Your own digits; a tenth is reserved for the test.</source>
        <translation>你自己写的数字；其中十分之一留作测试。</translation>
    </message>
    <message>
        <source>Drawings; a tenth is reserved for the test.</source>
        <translation>笔迹；其中十分之一留作测试。</translation>
    </message>
    <message>
        <source>IDX files; their test images are kept for the test.</source>
        <translation>IDX 文件；其中的测试图像留作测试。</translation>
    </message>
</context>
<context>
    <name>DeviceBadge</name>
    <message>
        <source>Looking for a GPU…</source>
        <translation>正在查找 GPU…</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Device used for training. Digits are always recognised on the CPU.</source>
        <translation>用于训练的设备。识别总是在 CPU 上进行。</translation>
    </message>
</context>
<context>
    <name>DeviceForm</name>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>GPU if available</source>
        <translation>优先使用 GPU</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>CPU threads</source>
        <translation>CPU 线程数</translation>
    </message>
    <message>
        <source>Number of CPU threads; fewer leave more cores to other programs</source>
        <translation>CPU 线程的数量；较少时会给其他程序留出更多核心</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>线程数</translation>
    </message>
    <message>
        <source>Selected by you.</source>
        <translation>由你选择。</translation>
    </message>
    <message>
        <source>Looking for a GPU…</source>
        <translation>正在查找 GPU…</translation>
    </message>
    <message>
        <source>{device}. {reason}</source>
        <translation>{device}。{reason}</translation>
    </message>
</context>
<context>
    <name>DigitDetails</name>
    <message>
        <source>&amp;Open on the Pad</source>
        <translation>在手写板上打开(&amp;O)</translation>
    </message>
    <message>
        <source>Open this drawing on the pad (Enter)</source>
        <translation>在手写板上打开这份笔迹 (Enter)</translation>
    </message>
    <message>
        <source>Show how the network reads this drawing</source>
        <translation>显示网络如何识别这份笔迹</translation>
    </message>
    <message>
        <source>Delete from My Digits (Del)</source>
        <translation>从“我的数字”中删除 (Del)</translation>
    </message>
    <message>
        <source>Delete from My Digits</source>
        <translation>从“我的数字”中删除</translation>
    </message>
    <message>
        <source>No digit selected</source>
        <translation>未选择数字</translation>
    </message>
    <message>
        <source>Select a digit to view it.</source>
        <translation>选择一个数字即可查看。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln digit(s) selected</source>
        <translation>
            <numerusform>已选择 %Ln 个数字</numerusform>
        </translation>
    </message>
    <message>
        <source>Press a digit key or click a digit to relabel them.</source>
        <translation>按数字键或点击数字，可修改它们的标签。</translation>
    </message>
    <message>
        <source>Labelled {digit}</source>
        <translation>标签为 {digit}</translation>
    </message>
    <message>
        <source>Predicted {digit} with {share} confidence</source>
        <translation>预测为 {digit}，置信度 {share}</translation>
    </message>
    <message>
        <source>Rejected; the closest digit is {digit} ({share})</source>
        <translation>被拒绝；最接近的数字是 {digit}（{share}）</translation>
    </message>
</context>
<context>
    <name>DigitsBox</name>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
</context>
<context>
    <name>DigitsPanel</name>
    <message>
        <source>The weakest digits are highlighted.</source>
        <translation>最弱的数字已突出显示。</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy the table as text</source>
        <translation>以文本形式复制表格</translation>
    </message>
    <message>
        <source>Copy the selected rows, or the whole table, as text</source>
        <translation>以文本形式复制所选的行，未选时复制整个表格</translation>
    </message>
</context>
<context>
    <name>DrawPage</name>
    <message>
        <source>&amp;Draw</source>
        <translation>手写(&amp;D)</translation>
    </message>
</context>
<context>
    <name>DrawingStore</name>
    <message>
        <source>{fault} The file was renamed to {file}.</source>
        <translation>{fault}该文件已重命名为 {file}。</translation>
    </message>
    <message numerus="yes">
        <source>{fault} %Ln damaged line(s) moved to {file}.</source>
        <translation>
            <numerusform>{fault}已将 %Ln 个损坏的行移到 {file}。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DrawingToolbar</name>
    <message>
        <source>&amp;Eraser</source>
        <translation>橡皮(&amp;E)</translation>
    </message>
    <message>
        <source>Eraser (or the right mouse button)</source>
        <translation>橡皮（或用鼠标右键）</translation>
    </message>
    <message>
        <source>&amp;Wider</source>
        <translation>加粗(&amp;W)</translation>
    </message>
    <message>
        <source>Pe&amp;n</source>
        <translation>画笔(&amp;N)</translation>
    </message>
    <message>
        <source>Eraser Removes Whole &amp;Strokes</source>
        <translation>橡皮擦除整个笔画(&amp;S)</translation>
    </message>
    <message>
        <source>Narr&amp;ower</source>
        <translation>变细(&amp;O)</translation>
    </message>
    <message>
        <source>Pre&amp;vious Drawing of the File</source>
        <translation>文件中的上一份笔迹(&amp;V)</translation>
    </message>
    <message>
        <source>Ne&amp;xt Drawing of the File</source>
        <translation>文件中的下一份笔迹(&amp;X)</translation>
    </message>
    <message>
        <source>Width of the pen or eraser</source>
        <translation>画笔或橡皮的粗细</translation>
    </message>
    <message>
        <source>Width of the pen or eraser ([ and ])</source>
        <translation>画笔或橡皮的粗细（[ 和 ]）</translation>
    </message>
    <message>
        <source>{number} of {count}</source>
        <translation>{number}/{count}</translation>
    </message>
</context>
<context>
    <name>EarlierRuns</name>
    <message>
        <source>Listing the earlier runs failed: {reason}</source>
        <translation>无法列出以往的训练：{reason}</translation>
    </message>
</context>
<context>
    <name>EmptyEvaluation</name>
    <message>
        <source>See the network’s errors</source>
        <translation>看看网络错在哪里</translation>
    </message>
    <message>
        <source>Evaluate the network on a dataset to see which digits are confused, down to each single image.</source>
        <translation>在数据集上评估网络，可以看到哪些数字被混淆，直至每一幅图像。</translation>
    </message>
    <message>
        <source>Evaluate Now</source>
        <translation>立即评估</translation>
    </message>
</context>
<context>
    <name>EmptyMyDigits</name>
    <message>
        <source>Teach the network your handwriting</source>
        <translation>教网络认识你的笔迹</translation>
    </message>
    <message>
        <source>Draw a digit. If the prediction is incorrect, press the correct digit key or click the digit below the prediction. The drawing is saved here. About ten drawings are enough.</source>
        <translation>写一个数字。如果预测有误，请按下正确的数字键，或点击预测下方的数字，笔迹就会保存在这里。大约十个就够了。</translation>
    </message>
    <message>
        <source>Draw a Digit</source>
        <translation>写一个数字</translation>
    </message>
    <message>
        <source>&amp;Collect Digits</source>
        <translation>采集数字(&amp;C)</translation>
    </message>
    <message>
        <source>Write digits that the program asks for</source>
        <translation>按程序的提示逐个书写数字</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>导入…</translation>
    </message>
    <message>
        <source>Add the drawings of an ink file</source>
        <translation>加入笔迹文件中的笔迹</translation>
    </message>
</context>
<context>
    <name>Errors</name>
    <message>
        <source>it is not a folder</source>
        <translation>它不是文件夹</translation>
    </message>
    <message>
        <source>{file}: {reason}.</source>
        <translation>{file}：{reason}。</translation>
    </message>
    <message>
        <source>not enough memory.</source>
        <translation>内存不足。</translation>
    </message>
</context>
<context>
    <name>EvaluatePage</name>
    <message>
        <source>Ev&amp;aluate</source>
        <translation>评估(&amp;A)</translation>
    </message>
    <message>
        <source>Evaluation failed: {reason}</source>
        <translation>评估失败：{reason}</translation>
    </message>
</context>
<context>
    <name>EvaluationDetails</name>
    <message>
        <source>Details of the evaluation</source>
        <translation>评估详情</translation>
    </message>
    <message>
        <source>&amp;Images</source>
        <translation>图像(&amp;I)</translation>
    </message>
    <message>
        <source>Di&amp;gits</source>
        <translation>数字(&amp;G)</translation>
    </message>
    <message>
        <source>Ca&amp;libration</source>
        <translation>校准(&amp;L)</translation>
    </message>
    <message>
        <source>Com&amp;parison</source>
        <translation>比较(&amp;P)</translation>
    </message>
    <message>
        <source>All incorrect: {count}</source>
        <translation>全部错误：{count}</translation>
    </message>
    <message>
        <source>Correct only in {first}: {count}</source>
        <translation>仅 {first} 正确：{count}</translation>
    </message>
    <message>
        <source>Correct only in {second}: {count}</source>
        <translation>仅 {second} 正确：{count}</translation>
    </message>
    <message>
        <source>Incorrect in both: {count}</source>
        <translation>两者都错误：{count}</translation>
    </message>
    <message>
        <source>Different predictions: {count}</source>
        <translation>预测不同：{count}</translation>
    </message>
    <message>
        <source>{true} predicted differently: {count}</source>
        <translation>{true} 的预测不同：{count}</translation>
    </message>
    <message>
        <source>Predicted {predicted} by one network only: {count}</source>
        <translation>仅一个网络预测为 {predicted}：{count}</translation>
    </message>
    <message>
        <source>{true} predicted {predicted} by one network only: {count}</source>
        <translation>仅一个网络把 {true} 预测为 {predicted}：{count}</translation>
    </message>
</context>
<context>
    <name>EvaluationExports</name>
    <message>
        <source>{weights} on {data}: {share} correct</source>
        <translation>{weights}，{data}：准确率 {share}</translation>
    </message>
    <message>
        <source>Confusion &amp;Matrix…</source>
        <translation>混淆矩阵(&amp;M)…</translation>
    </message>
    <message>
        <source>&amp;Digit Table…</source>
        <translation>数字指标表(&amp;D)…</translation>
    </message>
    <message>
        <source>&amp;Reliability…</source>
        <translation>可靠性图(&amp;R)…</translation>
    </message>
    <message>
        <source>&amp;Accuracy with Rejection…</source>
        <translation>拒绝后的准确率(&amp;A)…</translation>
    </message>
    <message>
        <source>{first} and {second} on {data}</source>
        <translation>{first} 与 {second}，{data}</translation>
    </message>
    <message>
        <source>&amp;Comparison…</source>
        <translation>比较(&amp;C)…</translation>
    </message>
</context>
<context>
    <name>EvaluationRequestBar</name>
    <message>
        <source>Open a weight file</source>
        <translation>打开权重文件</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Open an ink file or a folder</source>
        <translation>打开笔迹文件或文件夹</translation>
    </message>
    <message>
        <source>Compare with</source>
        <translation>对比</translation>
    </message>
    <message>
        <source>Eval&amp;uate</source>
        <translation>评估(&amp;U)</translation>
    </message>
    <message>
        <source>Evaluate the weights on every example of the data</source>
        <translation>用数据中的每个样本评估这组权重</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>{network} (current)</source>
        <translation>{network}（当前）</translation>
    </message>
    <message>
        <source>{name}, network {n}</source>
        <translation>{name}，网络 {n}</translation>
    </message>
    <message>
        <source>Weights (*.safetensors *.npz)</source>
        <translation>权重 (*.safetensors *.npz)</translation>
    </message>
    <message>
        <source>Open Weights</source>
        <translation>打开权重</translation>
    </message>
</context>
<context>
    <name>ExampleDelegate</name>
    <message>
        <source>rejected</source>
        <translation>拒绝</translation>
    </message>
</context>
<context>
    <name>ExampleModel</name>
    <message>
        <source>Image {number}: {label}, predicted {predicted} ({share})</source>
        <translation>图像 {number}：{label}，预测为 {predicted}（{share}）</translation>
    </message>
    <message>
        <source>{sentence}; other network: {digit}</source>
        <translation>{sentence}；另一网络：{digit}</translation>
    </message>
</context>
<context>
    <name>ExampleView</name>
    <message>
        <source>Image</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>The 28x28 network input</source>
        <translation>28x28 的网络输入</translation>
    </message>
    <message>
        <source>Label: {label}, predicted: {predicted}</source>
        <translation>标签：{label}，预测：{predicted}</translation>
    </message>
    <message>
        <source>{number} of {total}</source>
        <translation>{number}/{total}</translation>
    </message>
    <message>
        <source>Correct.</source>
        <translation>正确。</translation>
    </message>
    <message>
        <source>Incorrect.</source>
        <translation>错误。</translation>
    </message>
    <message>
        <source>{share} sure.</source>
        <translation>置信度 {share}。</translation>
    </message>
    <message>
        <source>Unsure: the answer would be rejected.</source>
        <translation>不确定：该结果会被拒绝。</translation>
    </message>
    <message>
        <source>The other network predicts {digit}.</source>
        <translation>另一网络预测为 {digit}。</translation>
    </message>
    <message>
        <source>Image {number} of the data.</source>
        <translation>数据中的第 {number} 幅图像。</translation>
    </message>
    <message>
        <source>All images</source>
        <translation>全部图像</translation>
    </message>
    <message>
        <source>Back to all images (Escape)</source>
        <translation>返回全部图像 (Esc)</translation>
    </message>
    <message>
        <source>Previous image</source>
        <translation>上一幅图像</translation>
    </message>
    <message>
        <source>Next image</source>
        <translation>下一幅图像</translation>
    </message>
    <message>
        <source>Open in Draw</source>
        <translation>在“手写”页打开</translation>
    </message>
    <message>
        <source>Put this image on the pad</source>
        <translation>把这幅图像放到手写板上</translation>
    </message>
    <message>
        <source>Inside</source>
        <translation>网络内部</translation>
    </message>
    <message>
        <source>Show how the current network computes its answer</source>
        <translation>显示当前网络如何得出结果</translation>
    </message>
</context>
<context>
    <name>Experiment</name>
    <message>
        <source>{stage}, its convolutions</source>
        <translation>{stage}的全部卷积</translation>
    </message>
    <message>
        <source>{stage}, map {number}</source>
        <translation>{stage}，特征图 {number}</translation>
    </message>
    <message>
        <source>{stage}, unit {number}</source>
        <translation>{stage}，神经元 {number}</translation>
    </message>
    <message>
        <source>{stage}, output</source>
        <translation>{stage}，输出</translation>
    </message>
    <message>
        <source>kernel, row {row}, column {column}</source>
        <translation>卷积核，第 {row} 行，第 {column} 列</translation>
    </message>
    <message>
        <source>kernel of map {map}, row {row}, column {column}</source>
        <translation>特征图 {map} 的卷积核，第 {row} 行，第 {column} 列</translation>
    </message>
    <message>
        <source>weight of {source}</source>
        <translation>{source} 的权重</translation>
    </message>
    <message>
        <source>{unit}: off</source>
        <translation>{unit}：已关闭</translation>
    </message>
    <message>
        <source>{unit}: × {factor}</source>
        <translation>{unit}：× {factor}</translation>
    </message>
    <message>
        <source>bias</source>
        <translation>偏置</translation>
    </message>
    <message>
        <source>{unit}, {parameter}: {before} → {after}</source>
        <translation>{unit}，{parameter}：{before} → {after}</translation>
    </message>
</context>
<context>
    <name>ExperimentAccuracy</name>
    <message>
        <source>Measuring the accuracy failed: {reason}</source>
        <translation>测量准确率失败：{reason}</translation>
    </message>
</context>
<context>
    <name>ExperimentBar</name>
    <message>
        <source>Remove the curves of the experiment</source>
        <translation>移除实验的曲线</translation>
    </message>
    <message>
        <source>Run {number} of {count} is training: {name}</source>
        <translation>正在进行第 {number}/{count} 次训练：{name}</translation>
    </message>
    <message>
        <source>{name}: failed. {reason}</source>
        <translation>{name}：失败。{reason}</translation>
    </message>
    <message>
        <source>{name}: {accuracy}, then failed. {reason}</source>
        <translation>{name}：{accuracy}，随后失败。{reason}</translation>
    </message>
    <message>
        <source>{name}: stopped</source>
        <translation>{name}：已停止</translation>
    </message>
</context>
<context>
    <name>ExperimentsButton</name>
    <message>
        <source>E&amp;xperiments</source>
        <translation>实验(&amp;X)</translation>
    </message>
    <message>
        <source>Train prepared runs one after the other and compare their curves</source>
        <translation>依次进行预设的几次训练，并比较它们的曲线</translation>
    </message>
    <message>
        <source>&amp;Open an Experiment…</source>
        <translation>打开实验(&amp;O)…</translation>
    </message>
    <message>
        <source>&amp;Save the Compared Runs as an Experiment…</source>
        <translation>将所比较的训练另存为实验(&amp;S)…</translation>
    </message>
    <message>
        <source>Experiment ({kinds})</source>
        <translation>实验 ({kinds})</translation>
    </message>
    <message>
        <source>Open an Experiment</source>
        <translation>打开实验</translation>
    </message>
    <message>
        <source>Save as an Experiment</source>
        <translation>另存为实验</translation>
    </message>
    <message>
        <source>Saved as {file}.</source>
        <translation>已保存为 {file}。</translation>
    </message>
</context>
<context>
    <name>ExportButton</name>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Save the matrix, a table or a chart as PNG, SVG or CSV</source>
        <translation>将矩阵、表格或图表保存为 PNG、SVG 或 CSV</translation>
    </message>
    <message>
        <source>Saved as {file}.</source>
        <translation>已保存为 {file}。</translation>
    </message>
    <message>
        <source>Picture (*.png);;Drawing (*.svg);;Table (*.csv)</source>
        <translation>图片 (*.png);;矢量图 (*.svg);;表格 (*.csv)</translation>
    </message>
</context>
<context>
    <name>FileDialogs</name>
    <message>
        <source>{file} already exists. Replace it?</source>
        <translation>{file} 已存在。要替换它吗？</translation>
    </message>
    <message>
        <source>&amp;Replace</source>
        <translation>替换(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>取消(&amp;C)</translation>
    </message>
</context>
<context>
    <name>FileLabel</name>
    <message>
        <source>File label: {label}</source>
        <translation>文件中的标签：{label}</translation>
    </message>
</context>
<context>
    <name>Files</name>
    <message>
        <source>Only drawings, pictures and files can be pasted or dropped.</source>
        <translation>只能粘贴或拖入笔迹、图片和文件。</translation>
    </message>
    <message>
        <source>Drawings and pictures ({kinds})</source>
        <translation>笔迹和图片 ({kinds})</translation>
    </message>
    <message>
        <source>Open Drawing</source>
        <translation>打开笔迹</translation>
    </message>
    <message>
        <source>Open Weights</source>
        <translation>打开权重</translation>
    </message>
    <message>
        <source>Weights (*.safetensors *.npz)</source>
        <translation>权重 (*.safetensors *.npz)</translation>
    </message>
    <message>
        <source>Ink (*.jsonl);;Compressed ink (*.jsonl.gz);;Picture (*.png)</source>
        <translation>笔迹 (*.jsonl);;压缩的笔迹 (*.jsonl.gz);;图片 (*.png)</translation>
    </message>
    <message>
        <source>Save Drawing</source>
        <translation>保存笔迹</translation>
    </message>
    <message>
        <source>Weights (*.safetensors);;NumPy weights (*.npz);;ONNX (*.onnx)</source>
        <translation>权重 (*.safetensors);;NumPy 权重 (*.npz);;ONNX (*.onnx)</translation>
    </message>
    <message>
        <source>Save Weights</source>
        <translation>保存权重</translation>
    </message>
    <message>
        <source>{network} is now in use.</source>
        <translation>现在使用 {network}。</translation>
    </message>
    <message>
        <source>Saved as {file}.</source>
        <translation>已保存为 {file}。</translation>
    </message>
</context>
<context>
    <name>FineTuning</name>
    <message>
        <source>The new network is in use. To return to the original one, choose File ▸ Use the Bundled Network.</source>
        <translation>新网络已启用。要恢复原来的网络，请选择“文件 ▸ 使用自带网络”。</translation>
    </message>
    <message>
        <source>The network that learned your digits has been discarded.</source>
        <translation>已放弃学习了你的数字的网络。</translation>
    </message>
    <message>
        <source>Fine-tuning failed: {reason}</source>
        <translation>微调失败：{reason}</translation>
    </message>
</context>
<context>
    <name>FineTuningCard</name>
    <message>
        <source>Progress of the fine-tuning</source>
        <translation>微调进度</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>停止(&amp;S)</translation>
    </message>
    <message>
        <source>Measured with a network that learned from your other digits only</source>
        <translation>由只学习了你其余数字的网络测得</translation>
    </message>
    <message>
        <source>&amp;Keep</source>
        <translation>保留(&amp;K)</translation>
    </message>
    <message>
        <source>Use the new network from now on</source>
        <translation>从现在起使用新网络</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>放弃</translation>
    </message>
    <message>
        <source>Continue with the current network</source>
        <translation>继续使用当前网络</translation>
    </message>
    <message>
        <source>Fine-tuning: step {done} of {total}</source>
        <translation>微调：第 {done}/{total} 步</translation>
    </message>
    <message>
        <source>Evaluating…</source>
        <translation>正在评估…</translation>
    </message>
    <message>
        <source>Preparing…</source>
        <translation>正在准备…</translation>
    </message>
    <message numerus="yes">
        <source>%Ln digit(s) it learned from</source>
        <translation>
            <numerusform>学过的 %Ln 个数字</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln digit(s) it has not seen</source>
        <translation>
            <numerusform>没见过的 %Ln 个数字</numerusform>
        </translation>
    </message>
    <message>
        <source>Digits it has not seen</source>
        <translation>没见过的数字</translation>
    </message>
    <message>
        <source>{n} digits are needed to judge</source>
        <translation>至少需要 {n} 个数字才能评判</translation>
    </message>
</context>
<context>
    <name>Gallery</name>
    <message>
        <source>Order of the images</source>
        <translation>图像的顺序</translation>
    </message>
    <message>
        <source>Most confident first</source>
        <translation>置信度高的在前</translation>
    </message>
    <message>
        <source>Least confident first</source>
        <translation>置信度低的在前</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>No images here.</source>
        <translation>这里没有图像。</translation>
    </message>
</context>
<context>
    <name>GlossaryDialog</name>
    <message>
        <source>Glossary</source>
        <translation>术语表</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Terms</source>
        <translation>术语</translation>
    </message>
    <message>
        <source>Explanation</source>
        <translation>解释</translation>
    </message>
</context>
<context>
    <name>Help</name>
    <message>
        <source>&amp;Help on This Control</source>
        <translation>解释当前控件(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;What’s This?</source>
        <translation>这是什么？(&amp;W)</translation>
    </message>
    <message>
        <source>&amp;Glossary</source>
        <translation>术语表(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Keyboard Shortcuts</source>
        <translation>键盘快捷键(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;About LeNet Desktop</source>
        <translation>关于 LeNet Desktop(&amp;A)</translation>
    </message>
</context>
<context>
    <name>HistoryActions</name>
    <message>
        <source>&amp;Undo</source>
        <translation>撤销(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>重做(&amp;R)</translation>
    </message>
    <message>
        <source>C&amp;lear</source>
        <translation>清空(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Undo {step}</source>
        <translation>撤销{step}(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Redo {step}</source>
        <translation>重做{step}(&amp;R)</translation>
    </message>
</context>
<context>
    <name>InsidePage</name>
    <message>
        <source>This value</source>
        <translation>此数值</translation>
    </message>
    <message>
        <source>Why this answer</source>
        <translation>判断依据</translation>
    </message>
    <message>
        <source>Backward</source>
        <translation>反向传播</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>代码</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>更改</translation>
    </message>
    <message>
        <source>Neighbours</source>
        <translation>近邻</translation>
    </message>
    <message>
        <source>I&amp;nside</source>
        <translation>网络内部(&amp;N)</translation>
    </message>
</context>
<context>
    <name>KnownNetworks</name>
    <message>
        <source>{network} is now in use.</source>
        <translation>现在使用 {network}。</translation>
    </message>
    <message>
        <source>Ensemble, {start}</source>
        <translation>集成，{start}</translation>
    </message>
    <message>
        <source>Listing the networks failed: {reason}</source>
        <translation>无法列出网络：{reason}</translation>
    </message>
</context>
<context>
    <name>Label</name>
    <message>
        <source>Not a digit</source>
        <translation>非数字</translation>
    </message>
    <message>
        <source>“not a digit”</source>
        <translation>“非数字”</translation>
    </message>
    <message>
        <source>{correct} of {total} correct, {wrong} incorrect, {unsure} unsure; 95 % confidence interval {low} to {high}</source>
        <translation>共 {total} 个：{correct} 个正确，{wrong} 个错误，{unsure} 个不确定；95% 置信区间 {low} 至 {high}</translation>
    </message>
    <message>
        <source>95 % confidence interval {low} to {high}</source>
        <translation>95% 置信区间 {low} 至 {high}</translation>
    </message>
    <message>
        <source>Not a digit: {rejected} of {total} rejected, counted as correct.</source>
        <translation>非数字：{total} 个中 {rejected} 个被拒绝，计为正确。</translation>
    </message>
</context>
<context>
    <name>LabelButtons</name>
    <message>
        <source>This is</source>
        <translation>这是</translation>
    </message>
    <message>
        <source>This is {digit}</source>
        <translation>这是 {digit}</translation>
    </message>
    <message>
        <source>Keep it in My Digits as {digit} (key {digit})</source>
        <translation>作为 {digit} 存入“我的数字”（按键 {digit}）</translation>
    </message>
    <message>
        <source>This is not a digit</source>
        <translation>这不是数字</translation>
    </message>
    <message>
        <source>Keep it in My Digits as an example of what is not a digit (key N)</source>
        <translation>作为非数字的例子存入“我的数字”（按键 N）</translation>
    </message>
</context>
<context>
    <name>LabelFilter</name>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
</context>
<context>
    <name>LeftColumn</name>
    <message>
        <source>New run</source>
        <translation>新训练</translation>
    </message>
    <message>
        <source>Earlier runs</source>
        <translation>以往训练</translation>
    </message>
    <message>
        <source>New run or earlier runs</source>
        <translation>新训练或以往训练</translation>
    </message>
</context>
<context>
    <name>Legend</name>
    <message>
        <source>All curves</source>
        <translation>全部曲线</translation>
    </message>
</context>
<context>
    <name>LessonList</name>
    <message>
        <source>Each lesson is done in the program itself, which checks every step. You can leave a lesson and take it up again at any time.</source>
        <translation>每一课都在程序中实际操作，由程序检查每一步。可以随时离开，以后再继续。</translation>
    </message>
    <message>
        <source>Lessons</source>
        <translation>课程</translation>
    </message>
    <message>
        <source>Open a &amp;Folder of Lessons…</source>
        <translation>打开课程文件夹(&amp;F)…</translation>
    </message>
    <message>
        <source>{n} min</source>
        <translation>{n} 分钟</translation>
    </message>
    <message>
        <source>done</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>{done} of {steps} steps done</source>
        <translation>已完成 {done}/{steps} 步</translation>
    </message>
    <message>
        <source>Open a Folder of Lessons</source>
        <translation>打开课程文件夹</translation>
    </message>
    <message>
        <source>{folder} contains no lessons (files ending in .md).</source>
        <translation>{folder} 中没有课程文件（文件名以 .md 结尾）。</translation>
    </message>
</context>
<context>
    <name>LessonText</name>
    <message>
        <source>Text of the step</source>
        <translation>本步的文字</translation>
    </message>
</context>
<context>
    <name>LessonsPanel</name>
    <message>
        <source>All lessons</source>
        <translation>全部课程</translation>
    </message>
    <message>
        <source>Close the lessons</source>
        <translation>关闭课程</translation>
    </message>
    <message>
        <source>Lessons</source>
        <translation>课程</translation>
    </message>
    <message>
        <source>The address was copied: {address}</source>
        <translation>已复制网址：{address}</translation>
    </message>
    <message>
        <source>This link leads to nothing in the program.</source>
        <translation>此链接在程序中没有对应的内容。</translation>
    </message>
</context>
<context>
    <name>LiveConfusion</name>
    <message>
        <source>Confusion</source>
        <translation>混淆矩阵</translation>
    </message>
    <message>
        <source>Validation images: true digits in rows, predicted digits in columns</source>
        <translation>验证图像：行为真实数字，列为预测数字</translation>
    </message>
    <message>
        <source>Confusion matrix of the last epoch</source>
        <translation>最近一轮的混淆矩阵</translation>
    </message>
</context>
<context>
    <name>LiveDigit</name>
    <message>
        <source>Probability of each digit for the network in training</source>
        <translation>训练中的网络给出的各数字概率</translation>
    </message>
    <message>
        <source>Your digit</source>
        <translation>你的数字</translation>
    </message>
    <message>
        <source>Draw a digit on the Draw page.</source>
        <translation>请在“手写”页写一个数字。</translation>
    </message>
    <message>
        <source>The prediction is updated after each epoch.</source>
        <translation>每轮结束后更新预测。</translation>
    </message>
    <message>
        <source>Predicted {digit} ({share}) after epoch {epoch}.</source>
        <translation>第 {epoch} 轮后预测为 {digit}（{share}）。</translation>
    </message>
</context>
<context>
    <name>LossPlot</name>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Smoothing: number of batches over which the loss is averaged</source>
        <translation>平滑：对多少个批次的损失取平均</translation>
    </message>
    <message>
        <source>Logarithmic scale</source>
        <translation>对数坐标</translation>
    </message>
    <message>
        <source>batch</source>
        <translation>批次</translation>
    </message>
    <message>
        <source>average of {n}</source>
        <translation>{n} 批平均</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>LeNet Desktop</source>
        <translation>LeNet Desktop</translation>
    </message>
    <message>
        <source>The screen has no room for a larger size.</source>
        <translation>屏幕放不下更大的尺寸。</translation>
    </message>
</context>
<context>
    <name>MatrixCard</name>
    <message>
        <source>Counts</source>
        <translation>计数</translation>
    </message>
    <message>
        <source>Row %</source>
        <translation>行 %</translation>
    </message>
    <message>
        <source>Column %</source>
        <translation>列 %</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差值</translation>
    </message>
    <message>
        <source>Values of the matrix</source>
        <translation>矩阵的数值</translation>
    </message>
    <message>
        <source>Choose a cell, a row or a column.</source>
        <translation>请选择一个单元格、一行或一列。</translation>
    </message>
</context>
<context>
    <name>MatrixPainter</name>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Predicted digit</source>
        <translation>预测数字</translation>
    </message>
    <message>
        <source>True digit</source>
        <translation>真实数字</translation>
    </message>
    <message>
        <source>better</source>
        <translation>更好</translation>
    </message>
    <message>
        <source>worse</source>
        <translation>更差</translation>
    </message>
    <message>
        <source>correct</source>
        <translation>正确</translation>
    </message>
    <message>
        <source>incorrect</source>
        <translation>错误</translation>
    </message>
</context>
<context>
    <name>MatrixValues</name>
    <message>
        <source>All digits: {count} of {total} correct ({share})</source>
        <translation>全部数字：{total} 个中 {count} 个正确（{share}）</translation>
    </message>
    <message>
        <source>{true}: {count} of {total} correct ({share})</source>
        <translation>{true}：{total} 个中 {count} 个正确（{share}）</translation>
    </message>
    <message>
        <source>Predicted {predicted}: {count} of {total} correct ({share})</source>
        <translation>预测为 {predicted}：{total} 个中 {count} 个正确（{share}）</translation>
    </message>
    <message>
        <source>{true} predicted as {predicted}: {count} of {total} ({share})</source>
        <translation>{true} 被预测为 {predicted}：{total} 个中有 {count} 个（{share}）</translation>
    </message>
    <message>
        <source>{true} predicted as {predicted}: {count} of {total} such predictions ({share})</source>
        <translation>{true} 被预测为 {predicted}：{total} 次此类预测中有 {count} 次（{share}）</translation>
    </message>
    <message>
        <source>All digits: {now} correct, {before} by the other network</source>
        <translation>全部数字：正确 {now} 个，另一网络 {before} 个</translation>
    </message>
    <message>
        <source>{true}: {now} correct, {before} by the other network</source>
        <translation>{true}：正确 {now} 个，另一网络 {before} 个</translation>
    </message>
    <message>
        <source>Predicted {predicted}: {now} correct, {before} by the other network</source>
        <translation>预测为 {predicted}：正确 {now} 个，另一网络 {before} 个</translation>
    </message>
    <message>
        <source>{true} predicted as {predicted}: {now}, {before} by the other network</source>
        <translation>{true} 被预测为 {predicted}：{now} 个，另一网络 {before} 个</translation>
    </message>
</context>
<context>
    <name>MenuBar</name>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Lessons</source>
        <translation>课程(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Open Drawing…</source>
        <translation>打开笔迹(&amp;O)…</translation>
    </message>
    <message>
        <source>Open &amp;Recent</source>
        <translation>最近打开(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Save Drawing…</source>
        <translation>保存笔迹(&amp;S)…</translation>
    </message>
    <message>
        <source>Open &amp;Weights…</source>
        <translation>打开权重(&amp;W)…</translation>
    </message>
    <message>
        <source>Save Weigh&amp;ts…</source>
        <translation>保存权重(&amp;T)…</translation>
    </message>
    <message>
        <source>&amp;My Network…</source>
        <translation>我的网络(&amp;M)…</translation>
    </message>
    <message>
        <source>&amp;Network Details</source>
        <translation>网络详情(&amp;N)</translation>
    </message>
    <message>
        <source>Use the &amp;Bundled Network</source>
        <translation>使用自带网络(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Copy Drawing</source>
        <translation>复制笔迹(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Paste</source>
        <translation>粘贴(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>Use &amp;System Setting</source>
        <translation>跟随系统(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>浅色(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>深色(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Presentation</source>
        <translation>演示模式(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Full Screen</source>
        <translation>全屏(&amp;F)</translation>
    </message>
    <message>
        <source>Lan&amp;guage</source>
        <translation>语言 Language(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Clear List</source>
        <translation>清空列表(&amp;C)</translation>
    </message>
</context>
<context>
    <name>MisfitNote</name>
    <message numerus="yes">
        <source>%Ln minus sign(s)</source>
        <translation>
            <numerusform>%Ln 个负号</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln point(s)</source>
        <translation>
            <numerusform>%Ln 个小数点</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln mark(s), not a digit</source>
        <translation>
            <numerusform>%Ln 处非数字笔迹</numerusform>
        </translation>
    </message>
    <message>
        <source>a part of the picture</source>
        <translation>图片的一部分</translation>
    </message>
    <message>
        <source>Not read: {marks}</source>
        <translation>未识别：{marks}</translation>
    </message>
</context>
<context>
    <name>MyDigits</name>
    <message>
        <source>My Digits could not be saved: {reason}</source>
        <translation>无法保存“我的数字”：{reason}</translation>
    </message>
    <message>
        <source>My Digits could not be opened: {reason}</source>
        <translation>无法打开“我的数字”：{reason}</translation>
    </message>
    <message>
        <source>Added to My Digits as {digit}.</source>
        <translation>已作为 {digit} 加入“我的数字”。</translation>
    </message>
    <message>
        <source>Already in My Digits as {digit}.</source>
        <translation>已作为 {digit} 存在于“我的数字”中。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln unsure digit(s) left out: click to label.</source>
        <translation>
            <numerusform>略去了 %Ln 个不确定的数字：点击即可标注。</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing was added to My Digits.</source>
        <translation>没有加入“我的数字”。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln digit(s) added to My Digits.</source>
        <translation>
            <numerusform>已将 %Ln 个数字加入“我的数字”。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Label of %Ln digit(s) changed to {digit}.</source>
        <translation>
            <numerusform>已将 %Ln 个数字的标签改为 {digit}。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln digit(s) deleted from My Digits.</source>
        <translation>
            <numerusform>已从“我的数字”中删除 %Ln 个数字。</numerusform>
        </translation>
    </message>
    <message>
        <source>Undone.</source>
        <translation>已撤销。</translation>
    </message>
    <message>
        <source>All digits in {file} are already in My Digits.</source>
        <translation>{file} 中的数字都已在“我的数字”中。</translation>
    </message>
    <message>
        <source>Digits added from {file}: {n}.</source>
        <translation>从 {file} 加入了 {n} 个数字。</translation>
    </message>
    <message>
        <source>Digits added from {file}: {n} ({known} already there).</source>
        <translation>从 {file} 加入了 {n} 个数字（另有 {known} 个已存在）。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln line(s) left out. {fault}</source>
        <translation>
            <numerusform>略去了 %Ln 行。{fault}</numerusform>
        </translation>
    </message>
    <message>
        <source>Saved as {file}.</source>
        <translation>已保存为 {file}。</translation>
    </message>
</context>
<context>
    <name>MyDigitsFiles</name>
    <message>
        <source>Import failed: {reason}</source>
        <translation>导入失败：{reason}</translation>
    </message>
    <message>
        <source>Export failed: {reason}</source>
        <translation>导出失败：{reason}</translation>
    </message>
</context>
<context>
    <name>MyDigitsGallery</name>
    <message>
        <source>My Digits</source>
        <translation>我的数字</translation>
    </message>
</context>
<context>
    <name>MyDigitsHeader</name>
    <message>
        <source>&amp;Learn My Digits</source>
        <translation>学习我的数字(&amp;L)</translation>
    </message>
    <message>
        <source>Fine-tune the network on these digits; you can review the result first</source>
        <translation>用这些数字微调网络；可先查看结果再决定</translation>
    </message>
    <message>
        <source>Collect</source>
        <translation>采集</translation>
    </message>
    <message>
        <source>Write digits that the program asks for</source>
        <translation>按程序的提示逐个书写数字</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Add the drawings of an ink file</source>
        <translation>加入笔迹文件中的笔迹</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Save all digits as an ink file</source>
        <translation>将全部数字保存为笔迹文件</translation>
    </message>
    <message>
        <source>Evaluating {done} of {total}…</source>
        <translation>正在评估 {done}/{total}…</translation>
    </message>
    <message>
        <source>{total} digits, not evaluated</source>
        <translation>{total} 个数字，尚未评估</translation>
    </message>
    <message>
        <source>{weights} on My Digits</source>
        <translation>{weights}，我的数字</translation>
    </message>
    <message>
        <source>Trained on these digits. Expect less on new ones.</source>
        <translation>这些数字参与过训练，对新数字的准确率会低一些。</translation>
    </message>
</context>
<context>
    <name>MyDigitsPage</name>
    <message>
        <source>&amp;My Digits</source>
        <translation>我的数字(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>撤销(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>重做(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>删除(&amp;D)</translation>
    </message>
    <message>
        <source>Ink (*.jsonl *.jsonl.gz)</source>
        <translation>笔迹 (*.jsonl *.jsonl.gz)</translation>
    </message>
    <message>
        <source>Import Digits</source>
        <translation>导入数字</translation>
    </message>
    <message>
        <source>Ink (*.jsonl);;Compressed ink (*.jsonl.gz)</source>
        <translation>笔迹 (*.jsonl);;压缩的笔迹 (*.jsonl.gz)</translation>
    </message>
    <message>
        <source>Export My Digits</source>
        <translation>导出“我的数字”</translation>
    </message>
</context>
<context>
    <name>MyDigitsReading</name>
    <message>
        <source>Evaluating My Digits failed: {reason}</source>
        <translation>评估“我的数字”失败：{reason}</translation>
    </message>
</context>
<context>
    <name>NeighboursView</name>
    <message>
        <source>Loading training images…</source>
        <translation>正在加载训练图像…</translation>
    </message>
    <message>
        <source>Draw a digit.</source>
        <translation>请写一个数字。</translation>
    </message>
    <message>
        <source>Generating training images… {share}</source>
        <translation>正在生成训练图像… {share}</translation>
    </message>
    <message>
        <source>Comparing with training images… {share}</source>
        <translation>正在与训练图像比较… {share}</translation>
    </message>
    <message>
        <source>The closest of {count} training images in {stage} ({source}), with their labels and distances. A click puts one on the pad.</source>
        <translation>{count} 幅训练图像（{source}）中在 {stage} 层最接近的几幅，附标签和距离。单击可把它放到手写板上。</translation>
    </message>
    <message>
        <source>No image</source>
        <translation>没有图像</translation>
    </message>
    <message>
        <source>Try Again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Finding the closest training images failed: {reason}</source>
        <translation>查找最接近的训练图像失败：{reason}</translation>
    </message>
    <message>
        <source>Training image {number}, labelled {label}, distance {distance}</source>
        <translation>训练图像 {number}，标签 {label}，距离 {distance}</translation>
    </message>
</context>
<context>
    <name>NetworkCard</name>
    <message>
        <source>The architecture, and the accuracy on images that it was not trained on</source>
        <translation>网络结构，以及在未参与训练的图像上的准确率</translation>
    </message>
    <message>
        <source>Detai&amp;ls</source>
        <translation>详情(&amp;L)</translation>
    </message>
    <message>
        <source>Show the model card of this network</source>
        <translation>显示该网络的模型卡片</translation>
    </message>
    <message>
        <source>Details of the network</source>
        <translation>网络详情</translation>
    </message>
    <message>
        <source>Chan&amp;ge…</source>
        <translation>更换(&amp;G)…</translation>
    </message>
    <message>
        <source>Choose another network: bundled, a file, or one of my runs</source>
        <translation>选择另一个网络：自带网络、文件或某次训练</translation>
    </message>
    <message>
        <source>Change the network</source>
        <translation>更换网络</translation>
    </message>
    <message>
        <source>{network}, test accuracy unknown</source>
        <translation>{network}，测试准确率未知</translation>
    </message>
    <message>
        <source>{network}, test accuracy {accuracy}</source>
        <translation>{network}，测试准确率 {accuracy}</translation>
    </message>
    <message>
        <source>{network}, {accuracy} of {data} correct</source>
        <translation>{network}，{data}准确率 {accuracy}</translation>
    </message>
</context>
<context>
    <name>NetworkDetailsDialog</name>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Test accuracy</source>
        <translation>测试准确率</translation>
    </message>
    <message>
        <source>Test images</source>
        <translation>测试图像</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>Energy threshold</source>
        <translation>能量阈值</translation>
    </message>
    <message>
        <source>Trained on</source>
        <translation>训练数据</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>Epoch</source>
        <translation>轮次</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <source>Activation</source>
        <translation>激活函数</translation>
    </message>
    <message>
        <source>Pooling</source>
        <translation>池化</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>参数数量</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Program version</source>
        <translation>程序版本</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>未知</translation>
    </message>
</context>
<context>
    <name>NetworkStrip</name>
    <message>
        <source>Kernels</source>
        <translation>卷积核</translation>
    </message>
    <message>
        <source>Show the kernels in place of the maps; drag a weight up or down to change it</source>
        <translation>显示卷积核而不是特征图；上下拖动权重即可更改</translation>
    </message>
    <message>
        <source>All layers</source>
        <translation>所有层</translation>
    </message>
    <message>
        <source>Several networks answer together. Choose one of them above.</source>
        <translation>多个网络共同给出答案。请在上方选择其中一个。</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>Conv 1</source>
        <translation>卷积 1</translation>
    </message>
    <message>
        <source>Conv 2</source>
        <translation>卷积 2</translation>
    </message>
    <message>
        <source>Shortcut</source>
        <translation>捷径</translation>
    </message>
</context>
<context>
    <name>Networks</name>
    <message>
        <source>Bundled network</source>
        <translation>自带网络</translation>
    </message>
    <message>
        <source>LeNet-5</source>
        <translation>LeNet-5</translation>
    </message>
    <message>
        <source>Deeper</source>
        <translation>更深的网络</translation>
    </message>
    <message>
        <source>Residual</source>
        <translation>残差网络</translation>
    </message>
    <message>
        <source>ReLU</source>
        <translation>ReLU</translation>
    </message>
    <message>
        <source>Tanh</source>
        <translation>Tanh</translation>
    </message>
    <message>
        <source>Sigmoid</source>
        <translation>Sigmoid</translation>
    </message>
    <message>
        <source>Average</source>
        <translation>平均</translation>
    </message>
    <message>
        <source>Maximum</source>
        <translation>最大</translation>
    </message>
    <message>
        <source>quick</source>
        <translation>快速</translation>
    </message>
    <message>
        <source>best</source>
        <translation>最佳</translation>
    </message>
    <message>
        <source>report</source>
        <translation>报告</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>Block {number}</source>
        <translation>残差块 {number}</translation>
    </message>
    <message>
        <source>{block}, projection</source>
        <translation>{block}，投影</translation>
    </message>
    <message>
        <source>{block}, convolution {number}</source>
        <translation>{block}，卷积 {number}</translation>
    </message>
    <message>
        <source>{n} networks combined</source>
        <translation>{n} 个网络的集成</translation>
    </message>
    <message>
        <source>{reading} or {other}?</source>
        <translation>{reading} 还是 {other}？</translation>
    </message>
    <message>
        <source>{reading}, unsure</source>
        <translation>{reading}，不确定</translation>
    </message>
    <message>
        <source>{reading} ({share})</source>
        <translation>{reading}（{share}）</translation>
    </message>
</context>
<context>
    <name>NetworksDialog</name>
    <message>
        <source>My Network</source>
        <translation>我的网络</translation>
    </message>
    <message>
        <source>&amp;Open File…</source>
        <translation>打开文件(&amp;O)…</translation>
    </message>
    <message>
        <source>Open another weight file and use it</source>
        <translation>打开并使用另一个权重文件</translation>
    </message>
    <message>
        <source>&amp;Use</source>
        <translation>使用(&amp;U)</translation>
    </message>
    <message>
        <source>Recognise drawings with the selected network</source>
        <translation>用所选网络进行识别</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>关闭(&amp;C)</translation>
    </message>
    <message>
        <source>Networks</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>In use: {network}</source>
        <translation>正在使用：{network}</translation>
    </message>
</context>
<context>
    <name>NetworksModel</name>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>The file, or the run whose best weights these are</source>
        <translation>文件，或产生这组最佳权重的训练</translation>
    </message>
    <message>
        <source>Origin</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Where the network comes from</source>
        <translation>网络从何而来</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>Architecture, or the number of networks combined</source>
        <translation>网络结构，或集成的网络数</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>准确率</translation>
    </message>
    <message>
        <source>Share of the test images predicted correctly</source>
        <translation>预测正确的测试图像所占比例</translation>
    </message>
    <message>
        <source>This drawing</source>
        <translation>这份笔迹</translation>
    </message>
    <message>
        <source>What the network reads on the pad</source>
        <translation>网络对手写板内容的识别结果</translation>
    </message>
    <message>
        <source>Bundled</source>
        <translation>自带</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>My run</source>
        <translation>我的训练</translation>
    </message>
    <message>
        <source>Ensemble</source>
        <translation>集成</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>使用中</translation>
    </message>
    <message>
        <source>Not readable</source>
        <translation>无法读取</translation>
    </message>
</context>
<context>
    <name>NotesEditor</name>
    <message>
        <source>Name of the run</source>
        <translation>训练的名称</translation>
    </message>
    <message>
        <source>Notes about the run</source>
        <translation>关于这次训练的备注</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
</context>
<context>
    <name>NoticeBar</name>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Dismiss message</source>
        <translation>关闭消息</translation>
    </message>
</context>
<context>
    <name>Numbers</name>
    <message>
        <source>&gt; {number} %</source>
        <translation>&gt; {number}%</translation>
    </message>
    <message>
        <source>{number} %</source>
        <translation>{number}%</translation>
    </message>
    <message>
        <source>{s} s</source>
        <translation>{s} 秒</translation>
    </message>
    <message>
        <source>{m} min {s} s</source>
        <translation>{m} 分 {s} 秒</translation>
    </message>
    <message>
        <source>{h} h {m} min</source>
        <translation>{h} 小时 {m} 分</translation>
    </message>
</context>
<context>
    <name>OpeningNote</name>
    <message>
        <source>the picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Opening {file}…</source>
        <translation>正在打开 {file}…</translation>
    </message>
</context>
<context>
    <name>OutcomeBar</name>
    <message>
        <source>&amp;Use These Weights</source>
        <translation>使用这组权重(&amp;U)</translation>
    </message>
    <message>
        <source>Use these weights to recognise drawings</source>
        <translation>用这组权重来识别</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>保存…</translation>
    </message>
    <message>
        <source>Save these weights to a file</source>
        <translation>将这组权重保存为文件</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Continue the run where it ended</source>
        <translation>从训练结束的地方继续</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Keep the current network in use. The run stays in the list of earlier runs.</source>
        <translation>仍使用当前网络。这次训练保留在“以往训练”中。</translation>
    </message>
    <message>
        <source>You can use or save the new weights when the run has ended.</source>
        <translation>训练结束后即可使用或保存新权重。</translation>
    </message>
    <message>
        <source>The weights of the next run can be used or saved here.</source>
        <translation>下一次训练的权重可在这里使用或保存。</translation>
    </message>
    <message>
        <source>Training failed: {reason}</source>
        <translation>训练失败：{reason}</translation>
    </message>
    <message>
        <source>They are still in memory. Save them to another folder.</source>
        <translation>它们仍在内存中，请保存到另一个文件夹。</translation>
    </message>
    <message>
        <source>Test accuracy {share}, with the weights of epoch {best}.</source>
        <translation>测试准确率 {share}，采用第 {best} 轮的权重。</translation>
    </message>
    <message>
        <source>The best weights are those of epoch {best} of {epochs}, with a validation accuracy of {share}.</source>
        <translation>最佳权重来自第 {best} 轮（共 {epochs} 轮），验证准确率 {share}。</translation>
    </message>
    <message>
        <source>The run is unchanged.</source>
        <translation>这次训练没有变化。</translation>
    </message>
    <message>
        <source>No epoch was completed, so nothing was saved.</source>
        <translation>没有完成任何一轮，因此未保存任何内容。</translation>
    </message>
    <message>
        <source>{n} networks are combined: test accuracy {share}. Each alone: {least} to {most}.</source>
        <translation>已集成 {n} 个网络：测试准确率 {share}；单个网络为 {least} 至 {most}。</translation>
    </message>
    <message>
        <source>{n} of {total} networks are complete.</source>
        <translation>{total} 个网络中已完成 {n} 个。</translation>
    </message>
    <message>
        <source>They are combined.</source>
        <translation>它们已集成。</translation>
    </message>
    <message>
        <source>The run of the last network can be resumed.</source>
        <translation>最后一个网络的训练可以继续。</translation>
    </message>
    <message>
        <source>Weights (*.safetensors);;NumPy weights (*.npz)</source>
        <translation>权重 (*.safetensors);;NumPy 权重 (*.npz)</translation>
    </message>
    <message>
        <source>Save Weights</source>
        <translation>保存权重</translation>
    </message>
    <message>
        <source>Saved as {file}.</source>
        <translation>已保存为 {file}。</translation>
    </message>
</context>
<context>
    <name>Pad</name>
    <message>
        <source>Drawing pad</source>
        <translation>手写板</translation>
    </message>
    <message>
        <source>Draw digits here with the mouse, pen or finger.</source>
        <translation>用鼠标、手写笔或手指在这里写数字。</translation>
    </message>
    <message>
        <source>Draw a digit</source>
        <translation>请写一个数字</translation>
    </message>
    <message>
        <source>or drop a picture or an ink file here</source>
        <translation>或把图片、笔迹文件拖到这里</translation>
    </message>
</context>
<context>
    <name>PerDigitTable</name>
    <message>
        <source>Metrics of each digit</source>
        <translation>各数字的指标</translation>
    </message>
</context>
<context>
    <name>PictureBar</name>
    <message>
        <source>Ad&amp;just Picture…</source>
        <translation>调整图片(&amp;J)…</translation>
    </message>
    <message>
        <source>Choose the part of the picture and the ink threshold</source>
        <translation>选择图片的一部分和笔迹阈值</translation>
    </message>
    <message>
        <source>Add All to M&amp;y Digits</source>
        <translation>全部加入“我的数字”(&amp;Y)</translation>
    </message>
    <message>
        <source>Click a digit and press its key first if it is incorrect</source>
        <translation>如有错误，请先点击该数字并按下正确的数字键</translation>
    </message>
    <message numerus="yes">
        <source>%Ln digit(s) found</source>
        <translation>
            <numerusform>找到 %Ln 个数字</numerusform>
        </translation>
    </message>
    <message>
        <source>{found}, {n} unsure</source>
        <translation>{found}，{n} 个不确定</translation>
    </message>
</context>
<context>
    <name>PictureDialog</name>
    <message>
        <source>Adjust Picture</source>
        <translation>调整图片</translation>
    </message>
    <message>
        <source>&amp;Automatic threshold</source>
        <translation>自动阈值(&amp;A)</translation>
    </message>
    <message>
        <source>Ink threshold in percent</source>
        <translation>笔迹阈值（百分比）</translation>
    </message>
    <message>
        <source>Network input of each digit</source>
        <translation>各数字的网络输入</translation>
    </message>
    <message>
        <source>&amp;Use</source>
        <translation>使用(&amp;U)</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation>正在查找…</translation>
    </message>
    <message>
        <source>Searching the picture failed: {reason}</source>
        <translation>在图片中查找数字失败：{reason}</translation>
    </message>
    <message numerus="yes">
        <source>%Ln digit(s) found</source>
        <translation>
            <numerusform>找到 %Ln 个数字</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PixelImage</name>
    <message>
        <source>What the network sees</source>
        <translation>网络看到的图像</translation>
    </message>
    <message>
        <source>The drawing in 28 by 28 pixels, white on black, in the middle.</source>
        <translation>28×28 像素的笔迹，黑底白字，居中。</translation>
    </message>
    <message>
        <source>The drawing as the network receives it: scaled, with a pen of a fixed width,
and centred in 28 by 28 pixels.</source>
        <translation>网络得到的笔迹：经过缩放，以固定的笔画粗细重绘，
并置于 28×28 像素的中央。</translation>
    </message>
</context>
<context>
    <name>PlanFields</name>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>LeNet-5: 62 thousand parameters, 0.8 million operations per image. Deeper: 185 and 10. Residual: 92 and 19.</source>
        <translation>LeNet-5：6.2 万个参数，每幅图像 80 万次运算。更深的网络：18.5 万和 1000 万。残差网络：9.2 万和 1900 万。</translation>
    </message>
    <message>
        <source>Activation</source>
        <translation>激活函数</translation>
    </message>
    <message>
        <source>The non-linearity after each layer of LeNet-5.</source>
        <translation>LeNet-5 每层之后的非线性函数。</translation>
    </message>
    <message>
        <source>Pooling</source>
        <translation>池化</translation>
    </message>
    <message>
        <source>How LeNet-5 reduces four neighbouring values to one.</source>
        <translation>LeNet-5 如何把相邻的四个数值合并为一个。</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <source>Random seed. The same seed reproduces the same run.</source>
        <translation>随机数的种子。相同的种子重现相同的训练。</translation>
    </message>
    <message>
        <source>Weight decay</source>
        <translation>权重衰减</translation>
    </message>
    <message>
        <source>Shrinks the weights a little at every step, which reduces overfitting.</source>
        <translation>每一步都略微缩小权重，可减轻过拟合。</translation>
    </message>
    <message>
        <source>Gradient clipping</source>
        <translation>梯度裁剪</translation>
    </message>
    <message>
        <source>Largest gradient norm; 0 turns clipping off.</source>
        <translation>梯度范数的上限；0 表示不裁剪。</translation>
    </message>
    <message>
        <source>Label smoothing</source>
        <translation>标签平滑</translation>
    </message>
    <message>
        <source>Share of the target probability given to the other digits.</source>
        <translation>分给其他数字的目标概率所占的比例。</translation>
    </message>
    <message>
        <source>Weight averaging</source>
        <translation>权重平均</translation>
    </message>
    <message>
        <source>Decay of the moving average of the weights; 0 turns it off.</source>
        <translation>权重滑动平均的衰减系数；0 表示关闭。</translation>
    </message>
    <message>
        <source>Dropout</source>
        <translation>Dropout</translation>
    </message>
    <message>
        <source>Share of the last features that every step leaves out; not for LeNet-5.</source>
        <translation>每一步随机丢弃的末层特征的比例；LeNet-5 不适用。</translation>
    </message>
    <message>
        <source>Patience</source>
        <translation>早停耐心</translation>
    </message>
    <message>
        <source>Ends the run after so many epochs without a better one; 0 turns it off.</source>
        <translation>连续这么多轮没有改进就结束训练；0 表示关闭。</translation>
    </message>
    <message>
        <source>epochs</source>
        <translation>轮</translation>
    </message>
    <message>
        <source>Epochs</source>
        <translation>轮次</translation>
    </message>
    <message>
        <source>Passes over all training images.</source>
        <translation>遍历全部训练图像的次数。</translation>
    </message>
    <message>
        <source>Batch size</source>
        <translation>批量大小</translation>
    </message>
    <message>
        <source>Images per update of the weights.</source>
        <translation>每次更新权重所用的图像数。</translation>
    </message>
    <message>
        <source>images</source>
        <translation>幅</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>The peak step size of the weights.</source>
        <translation>权重更新步长的峰值。</translation>
    </message>
    <message>
        <source>Optimizer</source>
        <translation>优化器</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>Data augmentation</source>
        <translation>数据增强</translation>
    </message>
    <message>
        <source>Step decay</source>
        <translation>阶梯衰减</translation>
    </message>
    <message>
        <source>Cosine</source>
        <translation>余弦</translation>
    </message>
    <message>
        <source>Linear</source>
        <translation>线性</translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation>学习率调度</translation>
    </message>
    <message>
        <source>How the learning rate decreases during the run.</source>
        <translation>学习率在训练过程中如何下降。</translation>
    </message>
    <message>
        <source>Warm-up</source>
        <translation>预热</translation>
    </message>
    <message>
        <source>Share of the run in which the learning rate rises to its peak.</source>
        <translation>学习率上升到峰值的阶段占整个训练的比例。</translation>
    </message>
    <message>
        <source>Momentum</source>
        <translation>动量</translation>
    </message>
    <message>
        <source>Share of the previous step that is added to the next.</source>
        <translation>上一步的更新量加到下一步的比例。</translation>
    </message>
    <message>
        <source>Training images</source>
        <translation>训练图像</translation>
    </message>
    <message>
        <source>How many are used; 0 for all of them.</source>
        <translation>使用多少幅；0 表示全部。</translation>
    </message>
    <message>
        <source>Plain epochs</source>
        <translation>无增强轮次</translation>
    </message>
    <message>
        <source>The last epochs train on the unmodified images.</source>
        <translation>最后几轮用未经增强的图像训练。</translation>
    </message>
    <message>
        <source>Rotation</source>
        <translation>旋转</translation>
    </message>
    <message>
        <source>Each image is rotated by up to this angle.</source>
        <translation>每幅图像旋转的最大角度。</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source>Each image is enlarged or reduced by up to this share.</source>
        <translation>每幅图像放大或缩小的最大比例。</translation>
    </message>
    <message>
        <source>Shear</source>
        <translation>错切</translation>
    </message>
    <message>
        <source>Each image is slanted by up to this share.</source>
        <translation>每幅图像倾斜的最大比例。</translation>
    </message>
    <message>
        <source>Shift</source>
        <translation>平移</translation>
    </message>
    <message>
        <source>Each image is moved by up to this distance.</source>
        <translation>每幅图像移动的最大距离。</translation>
    </message>
    <message>
        <source>pixels</source>
        <translation>像素</translation>
    </message>
    <message>
        <source>Elastic distortion</source>
        <translation>弹性形变</translation>
    </message>
    <message>
        <source>Strength of the random bending of strokes.</source>
        <translation>笔画随机弯曲的强度。</translation>
    </message>
    <message>
        <source>Focus</source>
        <translation>重点数字</translation>
    </message>
    <message>
        <source>Digits that are used twice per epoch, with 1.5 times the augmentation.</source>
        <translation>这些数字每轮使用两次，且形变增强一半。</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
</context>
<context>
    <name>PlanForm</name>
    <message>
        <source>Quick: 99 % in a few seconds</source>
        <translation>快速：几秒达到 99%</translation>
    </message>
    <message>
        <source>Best: the most accurate</source>
        <translation>最佳：准确率最高</translation>
    </message>
    <message>
        <source>Report: as in the lab report</source>
        <translation>报告：与实验报告相同</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>All settings ({n} changed)</source>
        <translation>全部设置（{n} 项已更改）</translation>
    </message>
    <message>
        <source>All settings</source>
        <translation>全部设置</translation>
    </message>
</context>
<context>
    <name>PlanRow</name>
    <message>
        <source>Reset to {value}</source>
        <translation>恢复为 {value}</translation>
    </message>
    <message>
        <source>{setting}: reset to {value}</source>
        <translation>{setting}：恢复为 {value}</translation>
    </message>
</context>
<context>
    <name>PlotCard</name>
    <message>
        <source>The curves of a run appear here.</source>
        <translation>训练曲线会显示在这里。</translation>
    </message>
    <message>
        <source>Show the whole run; again: all curves</source>
        <translation>显示整个训练；再按一次：全部曲线</translation>
    </message>
    <message>
        <source>Epoch</source>
        <translation>轮次</translation>
    </message>
    <message>
        <source>epoch {x}</source>
        <translation>第 {x} 轮</translation>
    </message>
</context>
<context>
    <name>Prediction</name>
    <message>
        <source>The digits that the network reads; click one of several to select it</source>
        <translation>网络识别出的数字；有多个时，点击可选择其中一个</translation>
    </message>
    <message>
        <source>The probability of the digit; of a number, that of its least probable digit</source>
        <translation>该数字的概率；多位数取其中概率最低的一位</translation>
    </message>
    <message>
        <source>Recognised digits</source>
        <translation>识别出的多个数字</translation>
    </message>
    <message>
        <source>Recognised digit</source>
        <translation>识别出的数字</translation>
    </message>
    <message>
        <source>Nothing drawn yet</source>
        <translation>尚未书写</translation>
    </message>
    <message>
        <source>No digit found</source>
        <translation>未找到数字</translation>
    </message>
    <message>
        <source>{reading} or {other}?</source>
        <translation>{reading} 还是 {other}？</translation>
    </message>
    <message>
        <source>Not sure of every digit</source>
        <translation>部分数字不确定</translation>
    </message>
    <message>
        <source>Not a digit?</source>
        <translation>不是数字？</translation>
    </message>
    <message>
        <source>{share} sure</source>
        <translation>置信度 {share}</translation>
    </message>
</context>
<context>
    <name>PreparationsView</name>
    <message>
        <source>Ways to prepare the network input</source>
        <translation>准备网络输入的几种方法</translation>
    </message>
    <message>
        <source>Resized</source>
        <translation>直接缩放</translation>
    </message>
    <message>
        <source>The whole pad, scaled to 28 by 28 pixels.</source>
        <translation>整个手写板缩放为 28×28 像素。</translation>
    </message>
    <message>
        <source>In a box</source>
        <translation>放入方框</translation>
    </message>
    <message>
        <source>The ink scaled to 20 by 20 pixels.</source>
        <translation>笔迹缩放到 20×20 像素。</translation>
    </message>
    <message>
        <source>Centred</source>
        <translation>居中</translation>
    </message>
    <message>
        <source>In the box, with MNIST&apos;s centre of mass.</source>
        <translation>放入方框，重心与 MNIST 一致。</translation>
    </message>
    <message>
        <source>Redrawn</source>
        <translation>重绘</translation>
    </message>
    <message>
        <source>Centred, with MNIST&apos;s pen width: what the program does.</source>
        <translation>居中，笔画粗细与 MNIST 一致：本程序采用的方法。</translation>
    </message>
</context>
<context>
    <name>Presentation</name>
    <message>
        <source>Answer</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Curves</source>
        <translation>曲线</translation>
    </message>
    <message>
        <source>Back (Esc)</source>
        <translation>返回 (Esc)</translation>
    </message>
</context>
<context>
    <name>ProbabilityBars</name>
    <message>
        <source>Probability of each digit</source>
        <translation>各数字的概率</translation>
    </message>
    <message>
        <source>Nothing to read yet</source>
        <translation>还没有可识别的内容</translation>
    </message>
</context>
<context>
    <name>ProgressCard</name>
    <message>
        <source>Training progress</source>
        <translation>训练进度</translation>
    </message>
    <message>
        <source>Network {number} of {total} · {status}</source>
        <translation>网络 {number}/{total} · {status}</translation>
    </message>
    <message>
        <source>Compiling GPU kernels…</source>
        <translation>正在编译 GPU 内核…</translation>
    </message>
    <message>
        <source>Epoch {epoch} of {epochs}</source>
        <translation>第 {epoch}/{epochs} 轮</translation>
    </message>
    <message>
        <source>Paused in epoch {epoch} of {epochs}</source>
        <translation>已在第 {epoch}/{epochs} 轮暂停</translation>
    </message>
    <message>
        <source>Combining the networks…</source>
        <translation>正在集成各网络…</translation>
    </message>
    <message>
        <source>Stopping and saving…</source>
        <translation>正在停止并保存…</translation>
    </message>
    <message>
        <source>Loading data…</source>
        <translation>正在加载数据…</translation>
    </message>
    <message>
        <source>Downloading MNIST: {done} of {total}</source>
        <translation>正在下载 MNIST：{done}/{total}</translation>
    </message>
    <message>
        <source>Training finished</source>
        <translation>训练完成</translation>
    </message>
    <message>
        <source>Training stopped</source>
        <translation>训练已停止</translation>
    </message>
    <message>
        <source>Training failed</source>
        <translation>训练失败</translation>
    </message>
    <message>
        <source>Ready to train</source>
        <translation>可以开始训练</translation>
    </message>
    <message>
        <source>Images/s</source>
        <translation>图像/秒</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Best validation</source>
        <translation>最佳验证</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>GPU memory</source>
        <translation>GPU 显存</translation>
    </message>
    <message>
        <source>Runs on</source>
        <translation>运行于</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>用时</translation>
    </message>
    <message>
        <source>Time left</source>
        <translation>剩余时间</translation>
    </message>
</context>
<context>
    <name>QFileDialog</name>
    <message>
        <source>&amp;Look in:</source>
        <translation>查找范围(&amp;L)：</translation>
    </message>
    <message>
        <source>Files of &amp;type:</source>
        <translation>文件类型(&amp;T)：</translation>
    </message>
</context>
<context>
    <name>QFileSystemModel</name>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
</context>
<context>
    <name>ReadingPanel</name>
    <message>
        <source>Probability of each digit: the softmax of the network&apos;s ten outputs</source>
        <translation>网络给各数字的概率：十个输出的 softmax</translation>
    </message>
    <message>
        <source>Why?</source>
        <translation>为什么？</translation>
    </message>
    <message>
        <source>Show how the network computes this answer</source>
        <translation>显示网络如何得出这一结果</translation>
    </message>
    <message>
        <source>Pre&amp;vious Digit of the Number</source>
        <translation>上一位数字(&amp;V)</translation>
    </message>
    <message>
        <source>Ne&amp;xt Digit of the Number</source>
        <translation>下一位数字(&amp;X)</translation>
    </message>
    <message>
        <source>Probability, digit {number} of {count}</source>
        <translation>概率，第 {number}/{count} 位数字</translation>
    </message>
    <message>
        <source>Probability</source>
        <translation>概率</translation>
    </message>
    <message>
        <source>Network input</source>
        <translation>网络输入</translation>
    </message>
</context>
<context>
    <name>Reasons</name>
    <message>
        <source>Explaining the answer failed: {reason}</source>
        <translation>解释结果失败：{reason}</translation>
    </message>
</context>
<context>
    <name>ReasonsView</name>
    <message>
        <source>What supports the answer</source>
        <translation>支持这一结果的依据</translation>
    </message>
    <message>
        <source>Show nothing</source>
        <translation>不显示</translation>
    </message>
    <message>
        <source>Gradient × input</source>
        <translation>梯度 × 输入</translation>
    </message>
    <message>
        <source>Occlusion</source>
        <translation>遮挡</translation>
    </message>
    <message>
        <source>Digit to change the drawing to</source>
        <translation>要把笔迹变成的数字</translation>
    </message>
    <message>
        <source>Change nothing</source>
        <translation>不改变</translation>
    </message>
    <message>
        <source>Make it a {digit}</source>
        <translation>变成 {digit}</translation>
    </message>
    <message>
        <source>From the drawing to the changed image</source>
        <translation>从原笔迹到改变后的图像</translation>
    </message>
    <message>
        <source>Why this answer</source>
        <translation>判断依据</translation>
    </message>
    <message>
        <source>What would make it another</source>
        <translation>怎样会变成别的数字</translation>
    </message>
    <message>
        <source>Choose a method to see on the pad which ink the answer rests on.</source>
        <translation>选择一种方法，手写板上会显示结果依据哪些笔迹。</translation>
    </message>
    <message>
        <source>Not found: {reason}</source>
        <translation>未找到：{reason}</translation>
    </message>
    <message>
        <source>Draw a digit.</source>
        <translation>请写一个数字。</translation>
    </message>
    <message>
        <source>The overlay needs a drawing that is redrawn by the program.</source>
        <translation>叠加显示需要由程序重绘的笔迹。</translation>
    </message>
    <message>
        <source>Gradient × input: blue ink raises the logit of {digit}, orange ink lowers it.</source>
        <translation>梯度 × 输入：蓝色笔迹提高 {digit} 的 logit，橙色笔迹降低它。</translation>
    </message>
    <message>
        <source>Occlusion: without the 5×5 square around the strongest point, the probability of {digit} falls by {share}.</source>
        <translation>遮挡：去掉影响最大处周围 5×5 的方块后，{digit} 的概率下降 {share}。</translation>
    </message>
    <message>
        <source>Choose a digit to see the small change of the image that leads to it.</source>
        <translation>选择一个数字，看看图像怎样微小地改变就会被识别成它。</translation>
    </message>
    <message>
        <source>No small change makes this a {digit}.</source>
        <translation>没有微小的改变能使它成为 {digit}。</translation>
    </message>
    <message>
        <source>The image is changed by {change} of its length ({greys} grey levels at most). Now it is read as {digit}, {share}.</source>
        <translation>图像向量改变了其长度的 {change}（至多 {greys} 个灰度级），现在被识别为 {digit}，{share}。</translation>
    </message>
</context>
<context>
    <name>RecentDrawings</name>
    <message>
        <source>Recent drawings could not be saved: {reason}</source>
        <translation>无法保存最近的笔迹：{reason}</translation>
    </message>
    <message>
        <source>Recent drawings could not be opened: {reason}</source>
        <translation>无法打开最近的笔迹：{reason}</translation>
    </message>
</context>
<context>
    <name>RecentMenu</name>
    <message>
        <source>Recent &amp;Drawings</source>
        <translation>最近的笔迹(&amp;D)</translation>
    </message>
    <message>
        <source>Nothing was cleared or replaced today</source>
        <translation>今天尚无被清空或替换的笔迹</translation>
    </message>
    <message>
        <source>&amp;Delete Recent Drawings</source>
        <translation>删除最近的笔迹(&amp;D)</translation>
    </message>
</context>
<context>
    <name>ReliabilityChart</name>
    <message>
        <source>Reliability</source>
        <translation>可靠性</translation>
    </message>
    <message>
        <source>confidence</source>
        <translation>置信度</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>准确率</translation>
    </message>
    <message>
        <source>Expected calibration error {error}</source>
        <translation>期望校准误差 {error}</translation>
    </message>
    <message>
        <source>{count} answers with {low} to {high} confidence: {share} correct</source>
        <translation>置信度 {low} 至 {high} 的 {count} 个结果：{share} 正确</translation>
    </message>
</context>
<context>
    <name>RunControls</name>
    <message>
        <source>T&amp;rain</source>
        <translation>训练(&amp;R)</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>End the run. The completed epochs are saved.</source>
        <translation>结束训练。已完成的轮次会保存。</translation>
    </message>
    <message>
        <source>Learning rate multiplier</source>
        <translation>学习率倍数</translation>
    </message>
    <message>
        <source>Multiplies the learning rate from the next batch on</source>
        <translation>从下一批起将学习率乘以该倍数</translation>
    </message>
    <message>
        <source>&amp;Learning rate</source>
        <translation>学习率(&amp;L)</translation>
    </message>
    <message>
        <source>Step by step</source>
        <translation>单步</translation>
    </message>
    <message>
        <source>Train one batch, then pause and show what it did</source>
        <translation>训练一个批次，然后暂停并显示它做了什么</translation>
    </message>
    <message>
        <source>One &amp;Batch</source>
        <translation>一个批次(&amp;B)</translation>
    </message>
    <message>
        <source>One &amp;Epoch</source>
        <translation>一轮(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Slow Motion</source>
        <translation>慢动作(&amp;S)</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
</context>
<context>
    <name>RunFolders</name>
    <message>
        <source>Another window had named the run “{name}”. Your name replaces it.</source>
        <translation>另一个窗口已将这次训练命名为“{name}”，现已改用你的名称。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln run(s) deleted.</source>
        <translation>
            <numerusform>已删除 %Ln 次训练。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln run(s) restored.</source>
        <translation>
            <numerusform>已恢复 %Ln 次训练。</numerusform>
        </translation>
    </message>
    <message>
        <source>The run {name} was interrupted after epoch {epoch} of {epochs}.</source>
        <translation>训练 {name} 在第 {epoch}/{epochs} 轮之后中断。</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Copied to {folder}.</source>
        <translation>已复制到 {folder}。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln run(s) copied.</source>
        <translation>
            <numerusform>已复制 %Ln 次训练。</numerusform>
        </translation>
    </message>
    <message>
        <source>The folder of runs could not be changed: {reason}</source>
        <translation>训练文件夹出错：{reason}</translation>
    </message>
</context>
<context>
    <name>Runs</name>
    <message>
        <source>d MMM, HH:mm:ss</source>
        <translation>M月d日 HH:mm:ss</translation>
    </message>
</context>
<context>
    <name>RunsModel</name>
    <message>
        <source>Not readable</source>
        <translation>无法读取</translation>
    </message>
    <message>
        <source>The selected runs differ in this setting</source>
        <translation>所选训练的这项设置不同</translation>
    </message>
    <message>
        <source>Differs from the preset</source>
        <translation>与预设不同</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Your name for the run, or its preset and start</source>
        <translation>你为训练起的名称，或其预设和开始时间</translation>
    </message>
    <message>
        <source>Validation</source>
        <translation>验证</translation>
    </message>
    <message>
        <source>Best accuracy on the validation images</source>
        <translation>验证图像上的最佳准确率</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>Accuracy of the best weights on the test images, once the run is complete</source>
        <translation>训练完成后，最佳权重在测试图像上的准确率</translation>
    </message>
    <message>
        <source>Epochs</source>
        <translation>轮次</translation>
    </message>
    <message>
        <source>Completed epochs, and planned ones if there are more</source>
        <translation>已完成的轮次；若计划更多，也一并显示</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>用时</translation>
    </message>
    <message>
        <source>Duration of the completed epochs</source>
        <translation>已完成各轮的用时</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>The datasets that the run was trained on</source>
        <translation>这次训练所用的数据集</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>开始时间</translation>
    </message>
    <message>
        <source>When the run was started</source>
        <translation>训练开始的时间</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>The preset that the settings are based on</source>
        <translation>这些设置所依据的预设</translation>
    </message>
    <message>
        <source>{done} of {planned}</source>
        <translation>{done}/{planned}</translation>
    </message>
</context>
<context>
    <name>RunsPanel</name>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Continue this run where it ended</source>
        <translation>从这次训练结束的地方继续</translation>
    </message>
    <message>
        <source>Use Weights</source>
        <translation>使用权重</translation>
    </message>
    <message>
        <source>Use the best weights of this run to recognise drawings</source>
        <translation>用这次训练的最佳权重来识别</translation>
    </message>
    <message>
        <source>Copy these settings to the form</source>
        <translation>把这些设置复制到表单中</translation>
    </message>
    <message>
        <source>Copy all files of the selected runs to a folder</source>
        <translation>把所选训练的全部文件复制到文件夹</translation>
    </message>
    <message>
        <source>Delete the selected runs; this can be undone until the window closes</source>
        <translation>删除所选的训练；窗口关闭之前可以撤销</translation>
    </message>
    <message>
        <source>&amp;Undo Delete</source>
        <translation>撤销删除(&amp;U)</translation>
    </message>
    <message>
        <source>Preset {preset}; {changes}.</source>
        <translation>预设 {preset}；{changes}。</translation>
    </message>
    <message>
        <source>Preset {preset}.</source>
        <translation>预设 {preset}。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln run(s) selected; the curves of {most} are shown.</source>
        <translation>
            <numerusform>已选择 %Ln 次训练；显示其中 {most} 次的曲线。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln run(s) selected.</source>
        <translation>
            <numerusform>已选择 %Ln 次训练。</numerusform>
        </translation>
    </message>
    <message>
        <source>Select runs to see their curves; Ctrl or Shift selects several.</source>
        <translation>选择训练即可查看曲线；按住 Ctrl 或 Shift 可选择多个。</translation>
    </message>
    <message>
        <source>Your training runs appear here.</source>
        <translation>你的训练记录会显示在这里。</translation>
    </message>
    <message>
        <source>Copy Runs to Folder</source>
        <translation>将训练复制到文件夹</translation>
    </message>
</context>
<context>
    <name>RunsTable</name>
    <message>
        <source>Earlier runs</source>
        <translation>以往训练</translation>
    </message>
</context>
<context>
    <name>Scaling</name>
    <message>
        <source>L&amp;arger Text and Controls</source>
        <translation>放大文字和控件(&amp;A)</translation>
    </message>
    <message>
        <source>S&amp;maller Text and Controls</source>
        <translation>缩小文字和控件(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Normal Size</source>
        <translation>正常大小(&amp;N)</translation>
    </message>
</context>
<context>
    <name>ShareChart</name>
    <message>
        <source>{y} against {x}</source>
        <translation>{y}与{x}的关系</translation>
    </message>
</context>
<context>
    <name>Shortcuts</name>
    <message>
        <source>Arrow keys</source>
        <translation>方向键</translation>
    </message>
    <message>
        <source>Next page</source>
        <translation>下一页</translation>
    </message>
    <message>
        <source>Underlined letter</source>
        <translation>带下划线的字母</translation>
    </message>
    <message>
        <source>Next control</source>
        <translation>下一个控件</translation>
    </message>
    <message>
        <source>Label the digit and keep it</source>
        <translation>标注数字并保存</translation>
    </message>
    <message>
        <source>Label it as not a digit</source>
        <translation>标注为非数字</translation>
    </message>
    <message>
        <source>Erase</source>
        <translation>擦除</translation>
    </message>
    <message>
        <source>Right mouse button</source>
        <translation>鼠标右键</translation>
    </message>
    <message>
        <source>Move to another value</source>
        <translation>移到另一个数值</translation>
    </message>
    <message>
        <source>Keep the value</source>
        <translation>固定数值</translation>
    </message>
    <message>
        <source>Enter, Space</source>
        <translation>Enter、空格</translation>
    </message>
    <message>
        <source>Release the value</source>
        <translation>释放数值</translation>
    </message>
    <message>
        <source>Move in the matrix</source>
        <translation>在矩阵中移动</translation>
    </message>
    <message>
        <source>Choose the cell</source>
        <translation>选择单元格</translation>
    </message>
    <message>
        <source>Choose all cells</source>
        <translation>选择全部</translation>
    </message>
    <message>
        <source>Change the label</source>
        <translation>修改标签</translation>
    </message>
    <message>
        <source>Open on the pad</source>
        <translation>在手写板上打开</translation>
    </message>
</context>
<context>
    <name>ShortcutsDialog</name>
    <message>
        <source>Keyboard Shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>窗口</translation>
    </message>
</context>
<context>
    <name>ShownWeights</name>
    <message>
        <source>Loading the epochs failed: {reason}</source>
        <translation>无法加载各轮的权重：{reason}</translation>
    </message>
</context>
<context>
    <name>SourceMenu</name>
    <message>
        <source>&amp;Ink File…</source>
        <translation>笔迹文件(&amp;I)…</translation>
    </message>
    <message>
        <source>&amp;Folder with IDX Files…</source>
        <translation>含 IDX 文件的文件夹(&amp;F)…</translation>
    </message>
    <message>
        <source>Ink (*.jsonl *.jsonl.gz)</source>
        <translation>笔迹 (*.jsonl *.jsonl.gz)</translation>
    </message>
    <message>
        <source>Open Ink File</source>
        <translation>打开笔迹文件</translation>
    </message>
    <message>
        <source>Open Folder</source>
        <translation>打开文件夹</translation>
    </message>
</context>
<context>
    <name>Step</name>
    <message>
        <source>Stroke</source>
        <translation>笔画</translation>
    </message>
    <message>
        <source>Erasing</source>
        <translation>擦除</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清空</translation>
    </message>
    <message>
        <source>Opening</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Pasting</source>
        <translation>粘贴</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Example</source>
        <translation>样本</translation>
    </message>
</context>
<context>
    <name>StepCard</name>
    <message>
        <source>The last batch</source>
        <translation>上一批次</translation>
    </message>
    <message>
        <source>{count} images, the largest losses first; mean loss {loss} before the step. At the right: how far the weights of each layer moved, in per cent of their length.</source>
        <translation>{count} 幅图像，损失大的在前；这一步之前的平均损失为 {loss}。右侧：各层权重移动的距离，占其长度的百分比。</translation>
    </message>
</context>
<context>
    <name>StepView</name>
    <message>
        <source>Steps done</source>
        <translation>已完成的步骤</translation>
    </message>
    <message>
        <source>Show me where</source>
        <translation>指给我看</translation>
    </message>
    <message>
        <source>Fill in these settings</source>
        <translation>填入这些设置</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>上一步(&amp;B)</translation>
    </message>
    <message>
        <source>Step {step} of {steps}, {done} done</source>
        <translation>第 {step}/{steps} 步，已完成 {done} 步</translation>
    </message>
    <message>
        <source>✓ Done</source>
        <translation>✓ 已完成</translation>
    </message>
    <message>
        <source>The lesson continues when you have done this.</source>
        <translation>完成这一步后课程才会继续。</translation>
    </message>
    <message>
        <source>&amp;Finish</source>
        <translation>完成(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Next</source>
        <translation>下一步(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Skip</source>
        <translation>跳过(&amp;S)</translation>
    </message>
</context>
<context>
    <name>TrainPage</name>
    <message>
        <source>Save the curves as PNG, SVG or CSV</source>
        <translation>将曲线保存为 PNG、SVG 或 CSV</translation>
    </message>
    <message>
        <source>&amp;Train</source>
        <translation>训练(&amp;T)</translation>
    </message>
    <message>
        <source>A run is in progress. Stop it before an experiment.</source>
        <translation>训练正在进行。请先停止它，再开始实验。</translation>
    </message>
    <message>
        <source>The new weights are in use.</source>
        <translation>新权重已启用。</translation>
    </message>
    <message>
        <source>The weights of the run are in use.</source>
        <translation>这次训练的权重已启用。</translation>
    </message>
    <message>
        <source>Another run is in progress. Resume this one after it.</source>
        <translation>另一次训练正在进行。请在它结束后再继续这一次。</translation>
    </message>
</context>
<context>
    <name>TrainSetup</name>
    <message>
        <source>Start from the current weights</source>
        <translation>从当前权重开始</translation>
    </message>
    <message>
        <source>Continue training the current network instead of new random weights</source>
        <translation>继续训练当前网络，而不是从新的随机权重开始</translation>
    </message>
    <message>
        <source>Networks</source>
        <translation>网络数</translation>
    </message>
    <message>
        <source>An ensemble: several networks with different seeds are trained one after the other, and their probabilities are averaged.</source>
        <translation>集成：依次训练多个随机种子不同的网络，并对它们的概率取平均。</translation>
    </message>
    <message>
        <source>The chosen network here: {image} ms per image, {epoch} per epoch of MNIST.</source>
        <translation>所选网络在本机上：每幅图像 {image} 毫秒，MNIST 每轮 {epoch}。</translation>
    </message>
</context>
<context>
    <name>ValueDetails</name>
    <message>
        <source>How the value is computed</source>
        <translation>这个数值是怎样得来的</translation>
    </message>
    <message>
        <source>Point at any value, or reach it by Tab and the arrow keys, to see how it is computed. A click keeps it.</source>
        <translation>指向任意数值，或用 Tab 和方向键移到它，即可查看它的计算过程。单击可固定它。</translation>
    </message>
    <message>
        <source>Nothing drawn yet: these are the values of a blank image.</source>
        <translation>还没有书写：这些是空白图像的数值。</translation>
    </message>
    <message>
        <source>No digit stands out: the network finds clear evidence for none.</source>
        <translation>没有突出的数字：网络没有找到支持任何数字的明确依据。</translation>
    </message>
</context>
<context>
    <name>WeightsBar</name>
    <message>
        <source>Weights to inspect</source>
        <translation>要查看的权重</translation>
    </message>
    <message>
        <source>Play the epochs</source>
        <translation>播放各轮</translation>
    </message>
    <message>
        <source>Epoch</source>
        <translation>轮次</translation>
    </message>
    <message>
        <source>Validation accuracy after the epoch</source>
        <translation>该轮之后的验证准确率</translation>
    </message>
    <message>
        <source>&amp;Weights</source>
        <translation>权重(&amp;W)</translation>
    </message>
    <message>
        <source>In use: {network}</source>
        <translation>使用中：{network}</translation>
    </message>
    <message>
        <source>In use, network {n}</source>
        <translation>使用中，网络 {n}</translation>
    </message>
    <message>
        <source>In training</source>
        <translation>训练中</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Choose one of its networks.</source>
        <translation>请选择其中一个网络。</translation>
    </message>
    <message>
        <source>Choose a run.</source>
        <translation>请选择一次训练。</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>正在加载…</translation>
    </message>
    <message>
        <source>Epoch {epoch} of {epochs}</source>
        <translation>第 {epoch}/{epochs} 轮</translation>
    </message>
    <message>
        <source>Before the first epoch</source>
        <translation>第一轮之前</translation>
    </message>
    <message>
        <source>Epoch {epoch} of {epochs}: {share}</source>
        <translation>第 {epoch}/{epochs} 轮：{share}</translation>
    </message>
</context>
<context>
    <name>WeightsGrid</name>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>Drag a weight up or down to change it</source>
        <translation>上下拖动权重即可更改</translation>
    </message>
</context>
<context>
    <name>Workspace</name>
    <message>
        <source>The bundled network is now in use.</source>
        <translation>现在使用自带网络。</translation>
    </message>
</context>
<context>
    <name>_AddedSource</name>
    <message>
        <source>Remove {name}</source>
        <translation>移除 {name}</translation>
    </message>
</context>
<context>
    <name>_Batch</name>
    <message>
        <source>Movement of the weights</source>
        <translation>权重的移动</translation>
    </message>
</context>
<context>
    <name>_Cell</name>
    <message>
        <source>{digit}: {count}</source>
        <translation>{digit}：{count}</translation>
    </message>
</context>
<context>
    <name>_Change</name>
    <message>
        <source>{before} → {after} of {total} correct</source>
        <translation>共 {total} 个：正确 {before} → {after}</translation>
    </message>
</context>
<context>
    <name>_DigitModel</name>
    <message>
        <source>Digit</source>
        <translation>数字</translation>
    </message>
    <message>
        <source>The true digit</source>
        <translation>真实数字</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>准确率</translation>
    </message>
    <message>
        <source>Share of the images predicted correctly; also called recall</source>
        <translation>预测正确的图像所占比例；也称召回率</translation>
    </message>
    <message>
        <source>Correct</source>
        <translation>正确</translation>
    </message>
    <message>
        <source>Number of images predicted correctly</source>
        <translation>预测正确的图像数</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>总数</translation>
    </message>
    <message>
        <source>Number of images of the digit</source>
        <translation>该数字的图像数</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>精确率</translation>
    </message>
    <message>
        <source>Share of the predictions of this digit that are correct</source>
        <translation>预测为该数字的结果中正确的比例</translation>
    </message>
    <message>
        <source>Recall</source>
        <translation>召回率</translation>
    </message>
    <message>
        <source>Share of the images predicted correctly</source>
        <translation>预测正确的图像所占比例</translation>
    </message>
    <message>
        <source>F1</source>
        <translation>F1</translation>
    </message>
    <message>
        <source>Harmonic mean of precision and recall</source>
        <translation>精确率与召回率的调和平均</translation>
    </message>
    <message>
        <source>One of the weakest digits</source>
        <translation>最弱的数字之一</translation>
    </message>
</context>
<context>
    <name>_Dot</name>
    <message>
        <source>Changed from the preset</source>
        <translation>与预设不同</translation>
    </message>
</context>
<context>
    <name>_Names</name>
    <message numerus="yes">
        <source>CPU, %n core(s)</source>
        <translation>
            <numerusform>CPU，%n 核</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>_Progress</name>
    <message>
        <source>Progress of the evaluation</source>
        <translation>评估进度</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>取消(&amp;C)</translation>
    </message>
    <message>
        <source>Downloading MNIST: {done} of {total}</source>
        <translation>正在下载 MNIST：{done}/{total}</translation>
    </message>
    <message>
        <source>Evaluating: {done} of {total} images</source>
        <translation>正在评估：{done}/{total} 幅图像</translation>
    </message>
    <message>
        <source>Generating: {done} of {total} images</source>
        <translation>正在生成：{done}/{total} 幅图像</translation>
    </message>
    <message>
        <source>Loading data…</source>
        <translation>正在加载数据…</translation>
    </message>
</context>
<context>
    <name>_Summary</name>
    <message>
        <source>{weights} on {data}</source>
        <translation>{weights}，{data}</translation>
    </message>
    <message>
        <source>{weights} on {data}, compared with {reference}</source>
        <translation>{weights}，{data}，对比 {reference}</translation>
    </message>
    <message>
        <source>{fault} The accuracy would be {share}.</source>
        <translation>{fault}修正后准确率为 {share}。</translation>
    </message>
    <message>
        <source>Some or all of these digits were used in training. Expect a lower accuracy on new digits.</source>
        <translation>这些数字的部分或全部参与过训练，对新数字的准确率会低一些。</translation>
    </message>
    <message>
        <source>{weights} was trained on some or all of these digits. Expect a lower accuracy on new digits.</source>
        <translation>{weights} 的训练用到了这些数字的部分或全部，对新数字的准确率会低一些。</translation>
    </message>
</context>
<context>
    <name>core</name>
    <message>
        <source>A lesson begins with a line ---.</source>
        <translation>课程应以一行 --- 开头。</translation>
    </message>
    <message>
        <source>A network cannot be combined with itself. Choose different files.</source>
        <translation>网络不能与自身集成。请选择不同的文件。</translation>
    </message>
    <message>
        <source>A picture has no strokes and cannot be saved as an ink file. Save it as .png.</source>
        <translation>图片没有笔画，不能保存为笔迹文件。请保存为 .png。</translation>
    </message>
    <message>
        <source>A step begins with a line such as ## Draw.</source>
        <translation>每一步应以 ## Draw 这样的一行开头。</translation>
    </message>
    <message>
        <source>A title or a name is missing.</source>
        <translation>缺少标题或名称。</translation>
    </message>
    <message>
        <source>An object is missing.</source>
        <translation>缺少一个对象。</translation>
    </message>
    <message>
        <source>CUDA is not available on macOS.</source>
        <translation>macOS 上没有 CUDA。</translation>
    </message>
    <message>
        <source>CUDA&apos;s libraries or headers are missing: install lenet-desktop[cuda].</source>
        <translation>缺少 CUDA 的库或头文件：请安装 lenet-desktop[cuda]。</translation>
    </message>
    <message>
        <source>CuPy cannot be loaded ({error}).</source>
        <translation>无法加载 CuPy（{error}）。</translation>
    </message>
    <message>
        <source>CuPy is not installed.</source>
        <translation>未安装 CuPy。</translation>
    </message>
    <message>
        <source>Drawing {number} of {file} has {strokes} strokes and the label {label}, expected 1 or more and a single digit or &quot;not a digit&quot;.</source>
        <translation>{file} 的第 {number} 份笔迹有 {strokes} 个笔画，标签为 {label}；应至少有 1 个笔画，标签为一位数字或 &quot;not a digit&quot;。</translation>
    </message>
    <message>
        <source>Each label seems to belong to the next image.</source>
        <translation>每个标签似乎属于下一幅图像。</translation>
    </message>
    <message>
        <source>Each label seems to belong to the previous image.</source>
        <translation>每个标签似乎属于上一幅图像。</translation>
    </message>
    <message>
        <source>Expected one of {names}, then a colon.</source>
        <translation>应为 {names} 之一，后跟冒号。</translation>
    </message>
    <message>
        <source>It is too large.</source>
        <translation>文件太大。</translation>
    </message>
    <message>
        <source>It needs 1 to {most} runs.</source>
        <translation>应有 1 至 {most} 次训练。</translation>
    </message>
    <message>
        <source>Its format is not {format}.</source>
        <translation>格式不是 {format}。</translation>
    </message>
    <message>
        <source>Lesson {number} does not exist.</source>
        <translation>没有第 {number} 课。</translation>
    </message>
    <message>
        <source>MNIST cannot be saved in {folder}: {reason}.</source>
        <translation>MNIST 无法保存到 {folder}：{reason}。</translation>
    </message>
    <message>
        <source>My Digits is empty. Draw digits on the Draw page and label them.</source>
        <translation>“我的数字”是空的。请在“手写”页写数字并标注。</translation>
    </message>
    <message>
        <source>My Digits is empty. Label at least one drawing first.</source>
        <translation>“我的数字”是空的。请先标注至少一份笔迹。</translation>
    </message>
    <message>
        <source>No NVIDIA GPU was found.</source>
        <translation>未找到 NVIDIA GPU。</translation>
    </message>
    <message>
        <source>Not enough memory. Try a smaller batch size.</source>
        <translation>内存不足。请减小批量大小。</translation>
    </message>
    <message>
        <source>ONNX files need another package: install lenet-desktop[export].</source>
        <translation>ONNX 文件需要另一个软件包：请安装 lenet-desktop[export]。</translation>
    </message>
    <message>
        <source>Selected by you.</source>
        <translation>由你选择。</translation>
    </message>
    <message>
        <source>The GPU does not respond ({error}).</source>
        <translation>GPU 没有响应（{error}）。</translation>
    </message>
    <message>
        <source>The GPU is in use by another program.</source>
        <translation>GPU 正被另一个程序使用。</translation>
    </message>
    <message>
        <source>The GPU is out of memory.</source>
        <translation>GPU 显存不足。</translation>
    </message>
    <message>
        <source>The NVIDIA driver is missing or too old for CUDA 12.</source>
        <translation>缺少 NVIDIA 驱动程序，或其版本过旧，不支持 CUDA 12。</translation>
    </message>
    <message>
        <source>The activation and the pooling of {network} cannot be changed.</source>
        <translation>{network} 的激活函数和池化方式不能更改。</translation>
    </message>
    <message>
        <source>The disk is full. The weights of the single epochs in {folder} were removed to save the run.</source>
        <translation>磁盘已满。为保存这次训练，已删除 {folder} 中各轮的权重。</translation>
    </message>
    <message>
        <source>The drawing cannot be saved: expected {expected}.</source>
        <translation>无法保存笔迹：应为 {expected}。</translation>
    </message>
    <message>
        <source>The images seem to be dark on light: invert them, white ink (255) on black (0).</source>
        <translation>图像似乎是浅底深字：请反相，使其为黑底（0）白字（255）。</translation>
    </message>
    <message>
        <source>The images seem to be rotated: rotate them by 90 degrees to the left.</source>
        <translation>图像似乎被旋转过：请向左旋转 90 度。</translation>
    </message>
    <message>
        <source>The images seem to be rotated: rotate them by 90 degrees to the right.</source>
        <translation>图像似乎被旋转过：请向右旋转 90 度。</translation>
    </message>
    <message>
        <source>The images seem to lie on their side, as EMNIST&apos;s do: exchange rows and columns.</source>
        <translation>图像似乎像 EMNIST 那样行列颠倒：请交换行和列。</translation>
    </message>
    <message>
        <source>The images seem to be upside down: rotate them by 180 degrees.</source>
        <translation>图像似乎上下颠倒：请旋转 180 度。</translation>
    </message>
    <message>
        <source>The labels seem to be {number} too high, modulo 10.</source>
        <translation>标签似乎偏大 {number}（模 10）。</translation>
    </message>
    <message>
        <source>The lesson has no steps. Each step begins with a line such as ## Draw.</source>
        <translation>课程中没有步骤。每个步骤以一行“## 标题”开头，例如 ## Draw。</translation>
    </message>
    <message>
        <source>The lesson has no title.</source>
        <translation>课程没有标题。</translation>
    </message>
    <message>
        <source>The block of names and values is not closed by a line ---.</source>
        <translation>名称和值的部分没有以一行 --- 结束。</translation>
    </message>
    <message>
        <source>Letters and shapes alone teach a network no digits. Add a dataset of digits.</source>
        <translation>只有字母和图形，网络学不到数字。请添加一个数字数据集。</translation>
    </message>
    <message>
        <source>More than {most} names are given.</source>
        <translation>给出的名称超过 {most} 个。</translation>
    </message>
    <message>
        <source>The home folder of the user is not known. Set HOME to a folder.</source>
        <translation>找不到该用户的主文件夹。请将 HOME 设为一个文件夹。</translation>
    </message>
    <message>
        <source>The loss is not a finite number in epoch {epoch}, so the run was stopped. Try a smaller learning rate.</source>
        <translation>第 {epoch} 轮的损失不是有限数，训练已停止。请减小学习率。</translation>
    </message>
    <message>
        <source>The network in use belongs to this run. Choose another network before you delete it.</source>
        <translation>正在使用的网络属于这次训练。删除之前请选择其他网络。</translation>
    </message>
    <message>
        <source>The plan&apos;s {name} cannot be {value}.</source>
        <translation>训练方案的 {name} 不能为 {value}。</translation>
    </message>
    <message>
        <source>The run has other settings; only the number of epochs can be changed.</source>
        <translation>这次训练的设置不同；只能更改轮次。</translation>
    </message>
    <message>
        <source>The run was trained on other images of the same number and the name {dataset}. Resume it with the data that it was trained on.</source>
        <translation>这次训练用的是另一批图像，数量相同，名称也是 {dataset}。请用原来的数据继续训练。</translation>
    </message>
    <message>
        <source>The run was trained on {before} ({n_before} images), not on {now} ({n} images).</source>
        <translation>这次训练用的是 {before}（{n_before} 幅图像），而不是 {now}（{n} 幅图像）。</translation>
    </message>
    <message>
        <source>The settings cannot be saved in {file}: recent files and the progress in lessons will be forgotten.</source>
        <translation>无法将设置保存到 {file}：最近打开的文件和课程进度将不会保留。</translation>
    </message>
    <message>
        <source>The settings of the run are invalid: {error}.</source>
        <translation>这次训练的设置无效：{error}。</translation>
    </message>
    <message>
        <source>The text of the step is longer than {limit} characters.</source>
        <translation>这一步的文字超过 {limit} 个字符。</translation>
    </message>
    <message>
        <source>The title is longer than {limit} characters.</source>
        <translation>标题超过 {limit} 个字符。</translation>
    </message>
    <message>
        <source>The weights are those of the network {found}, which is not the plan&apos;s.</source>
        <translation>这组权重属于网络 {found}，与训练方案不符。</translation>
    </message>
    <message>
        <source>The weights belong to a network with {activation} and {pooling} pooling, which is not the plan&apos;s.</source>
        <translation>这组权重属于激活函数为 {activation}、池化为 {pooling} 的网络，与训练方案不符。</translation>
    </message>
    <message>
        <source>The words after the condition {name} are invalid.</source>
        <translation>条件 {name} 之后的词不正确。</translation>
    </message>
    <message>
        <source>a Git LFS pointer instead of the file: fetch the file with git lfs pull</source>
        <translation>只是 Git LFS 指针，而不是文件本身：请用 git lfs pull 获取</translation>
    </message>
    <message>
        <source>a PDF document: save the page as a PNG picture first</source>
        <translation>PDF 文档：请先将该页保存为 PNG 图片</translation>
    </message>
    <message>
        <source>a pickle file, which could run any program when opened: save the weights as .safetensors, for example by safetensors.torch.save_file(model.state_dict(), name)</source>
        <translation>pickle 文件，打开时可能运行任意程序：请将权重保存为 .safetensors，例如用 safetensors.torch.save_file(model.state_dict(), name)</translation>
    </message>
    <message>
        <source>a web page or another text with markup: download the file again</source>
        <translation>网页或其他带标记的文本：请重新下载</translation>
    </message>
    <message>
        <source>an HDF5 file: save the weights as .safetensors or .npz</source>
        <translation>HDF5 文件：请将权重保存为 .safetensors 或 .npz</translation>
    </message>
    <message>
        <source>an ONNX file, which is for other programs: open the weight file it was made from</source>
        <translation>供其他程序使用的 ONNX 文件：请打开导出它时所用的权重文件</translation>
    </message>
    <message>
        <source>an SVG drawing or another XML document: save a drawing as a PNG picture first</source>
        <translation>SVG 图形或其他 XML 文档：请先将图形保存为 PNG 图片</translation>
    </message>
    <message>
        <source>answered {status} {text}</source>
        <translation>返回 {status} {text}</translation>
    </message>
    <message>
        <source>connection failed</source>
        <translation>连接失败</translation>
    </message>
    <message>
        <source>it also holds {names}.</source>
        <translation>其中还有 {names}。</translation>
    </message>
    <message>
        <source>it has no {names}.</source>
        <translation>其中没有 {names}。</translation>
    </message>
    <message>
        <source>it is not a regular file</source>
        <translation>它不是普通文件</translation>
    </message>
    <message>
        <source>its certificate is not trusted</source>
        <translation>证书不受信任</translation>
    </message>
    <message>
        <source>its format is {found}, not {expected}.</source>
        <translation>其格式为 {found}，而不是 {expected}。</translation>
    </message>
    <message>
        <source>its {entry} cannot be {found}.</source>
        <translation>其 {entry} 不能为 {found}。</translation>
    </message>
    <message>
        <source>its {entry} is {found}, not one of {choices}.</source>
        <translation>其 {entry} 为 {found}，不在 {choices} 之中。</translation>
    </message>
    <message>
        <source>lenet5 has no dropout. Choose another network, or a rate of 0.</source>
        <translation>lenet5 没有 dropout。请选择其他网络，或将比例设为 0。</translation>
    </message>
    <message>
        <source>no file can have this name</source>
        <translation>文件不能使用这个名称</translation>
    </message>
    <message>
        <source>no secure connection</source>
        <translation>无法建立安全连接</translation>
    </message>
    <message>
        <source>redirected to an invalid address</source>
        <translation>被重定向到无效的地址</translation>
    </message>
    <message>
        <source>redirected too often</source>
        <translation>重定向次数过多</translation>
    </message>
    <message>
        <source>sent an invalid answer</source>
        <translation>返回了无效的应答</translation>
    </message>
    <message>
        <source>sent another file than the official one</source>
        <translation>返回的文件与官方文件不同</translation>
    </message>
    <message>
        <source>sent more than the official file</source>
        <translation>返回的内容多于官方文件</translation>
    </message>
    <message>
        <source>sent {found} of {expected} bytes</source>
        <translation>只返回了 {expected} 字节中的 {found} 字节</translation>
    </message>
    <message>
        <source>the certificates cannot be read: check REQUESTS_CA_BUNDLE</source>
        <translation>无法读取证书：请检查 REQUESTS_CA_BUNDLE</translation>
    </message>
    <message>
        <source>the proxy cannot be used: check HTTPS_PROXY and HTTP_PROXY</source>
        <translation>无法使用代理：请检查 HTTPS_PROXY 和 HTTP_PROXY</translation>
    </message>
    <message>
        <source>timed out</source>
        <translation>超时</translation>
    </message>
    <message>
        <source>too slow</source>
        <translation>速度过慢</translation>
    </message>
    <message>
        <source>{fault} {error}</source>
        <translation>{fault}{error}</translation>
    </message>
    <message>
        <source>{files} could not be written in {folder}: {reason}.</source>
        <translation>无法在 {folder} 中写入 {files}：{reason}。</translation>
    </message>
    <message>
        <source>{file} already exists and would be replaced. Choose another folder.</source>
        <translation>{file} 已存在，会被替换。请选择其他文件夹。</translation>
    </message>
    <message>
        <source>{file} cannot be read: {reason}.</source>
        <translation>无法读取 {file}：{reason}。</translation>
    </message>
    <message>
        <source>{file} cannot be saved: choose a name that ends in .jsonl or .png.</source>
        <translation>无法保存 {file}：请使用以 .jsonl 或 .png 结尾的文件名。</translation>
    </message>
    <message>
        <source>{file} cannot be saved: choose a name that ends in .safetensors or .npz.</source>
        <translation>无法保存 {file}：请使用以 .safetensors 或 .npz 结尾的文件名。</translation>
    </message>
    <message>
        <source>{file} cannot be saved: {reason}.</source>
        <translation>无法保存 {file}：{reason}。</translation>
    </message>
    <message>
        <source>{file} cannot be used: its answers are not finite numbers.</source>
        <translation>无法使用 {file}：其输出不是有限数。</translation>
    </message>
    <message>
        <source>{file} contains images of {height}x{width} pixels instead of 28x28.</source>
        <translation>{file} 中的图像为 {height}x{width} 像素，而不是 28x28。</translation>
    </message>
    <message>
        <source>{file} contains no drawings.</source>
        <translation>{file} 中没有笔迹。</translation>
    </message>
    <message>
        <source>{file} contains weights only. To resume a run, use its last.safetensors.</source>
        <translation>{file} 中只有权重。要继续训练，请使用该次训练的 last.safetensors。</translation>
    </message>
    <message>
        <source>{file} contains {found} digits. At least 2 are needed, for training and for testing.</source>
        <translation>{file} 中有 {found} 个数字。至少需要 2 个，分别用于训练和测试。</translation>
    </message>
    <message>
        <source>{file} could not be downloaded ({reasons}). Check the internet connection, or copy MNIST&apos;s four files to {folder}.</source>
        <translation>无法下载 {file}（{reasons}）。请检查网络连接，或将 MNIST 的四个文件复制到 {folder}。</translation>
    </message>
    <message>
        <source>{file} does not exist.</source>
        <translation>{file} 不存在。</translation>
    </message>
    <message>
        <source>{file} does not fit this network: {fault}</source>
        <translation>{file} 与本网络不匹配：{fault}</translation>
    </message>
    <message>
        <source>{file} holds a network of the architecture {found}, which this version does not know. It knows {choices}.</source>
        <translation>{file} 中的网络结构为 {found}，本版本不认识。可用的结构有 {choices}。</translation>
    </message>
    <message>
        <source>{file} holds {name} in the format {dtype}: save the weights as float32.</source>
        <translation>{file} 中的 {name} 为 {dtype} 格式：请将权重保存为 float32。</translation>
    </message>
    <message>
        <source>{file} is an ink file: give it a name that ends in .jsonl.</source>
        <translation>{file} 是笔迹文件：请将文件名改为以 .jsonl 结尾。</translation>
    </message>
    <message>
        <source>{file} is damaged: it cannot be decompressed ({reason}).</source>
        <translation>{file} 已损坏：无法解压缩（{reason}）。</translation>
    </message>
    <message>
        <source>{file} is damaged: {error}.</source>
        <translation>{file} 已损坏：{error}。</translation>
    </message>
    <message>
        <source>{file} is empty: its header states 0 items.</source>
        <translation>{file} 是空的：文件头标明 0 项。</translation>
    </message>
    <message>
        <source>{file} is in use by another program. Try again.</source>
        <translation>{file} 正被另一个程序使用。请重试。</translation>
    </message>
    <message>
        <source>{file} is invalid: label {number} of {count} is {found}, not a digit from 0 to 9.</source>
        <translation>{file} 无效：{count} 个标签中的第 {number} 个为 {found}，不是 0 到 9 的数字。</translation>
    </message>
    <message>
        <source>{file} is not UTF-8 text.</source>
        <translation>{file} 不是 UTF-8 文本。</translation>
    </message>
    <message>
        <source>{file} is not a JSON file.</source>
        <translation>{file} 不是 JSON 文件。</translation>
    </message>
    <message>
        <source>{file} is not a picture: expected one of {formats}.</source>
        <translation>{file} 不是图片：应为 {formats} 之一。</translation>
    </message>
    <message>
        <source>{file} is too large: it holds more than {limit} drawings.</source>
        <translation>{file} 太大：其中的笔迹超过 {limit} 份。</translation>
    </message>
    <message>
        <source>{file} is too large: it holds more than {limit} strokes.</source>
        <translation>{file} 太大：其中的笔画超过 {limit} 个。</translation>
    </message>
    <message>
        <source>{file} is too large: it holds more than {limit} values.</source>
        <translation>{file} 太大：其中的值超过 {limit} 个。</translation>
    </message>
    <message>
        <source>{file} was changed in another window too, and both notes together are too long.</source>
        <translation>{file} 也在另一个窗口中被修改，两份备注合在一起过长。</translation>
    </message>
    <message>
        <source>{word} is not one of {words}.</source>
        <translation>{word} 不在 {words} 之中。</translation>
    </message>
    <message>
        <source>{file} is not a weight file, or is damaged: expected .safetensors or .npz ({error}).</source>
        <translation>{file} 不是权重文件，或已损坏：应为 .safetensors 或 .npz（{error}）。</translation>
    </message>
    <message>
        <source>It does not name a dataset.</source>
        <translation>没有指定数据集。</translation>
    </message>
    <message>
        <source>These are too many drawings for one file: it can hold {limit} MB, {drawings} drawings, {strokes} strokes and {values} values.</source>
        <translation>一个文件放不下这么多笔迹：最多 {limit} MB、{drawings} 份笔迹、{strokes} 个笔画和 {values} 个值。</translation>
    </message>
    <message>
        <source>Unknown condition: {name}. Available: {names}.</source>
        <translation>未知的条件：{name}。可用的有：{names}。</translation>
    </message>
    <message>
        <source>Unknown dataset: {name}. Available: {names}.</source>
        <translation>未知的数据集：{name}。可用的有：{names}。</translation>
    </message>
    <message>
        <source>Unknown page: {page}. Available: {pages}.</source>
        <translation>未知的页面：{page}。可用的有：{pages}。</translation>
    </message>
    <message>
        <source>Unknown preset: {name}. Available: {names}.</source>
        <translation>未知的预设：{name}。可用的有：{names}。</translation>
    </message>
    <message>
        <source>Unknown setting: {name}.</source>
        <translation>未知的设置：{name}。</translation>
    </message>
    <message>
        <source>{file} is a HEIC or AVIF picture: save it as JPEG or PNG first.</source>
        <translation>{file} 是 HEIC 或 AVIF 图片：请先另存为 JPEG 或 PNG。</translation>
    </message>
    <message>
        <source>{file} is not an experiment: {reason}</source>
        <translation>{file} 不是实验文件：{reason}</translation>
    </message>
    <message>
        <source>{file} is too large for a lesson.</source>
        <translation>{file} 太大，不能作为课程。</translation>
    </message>
    <message>
        <source>{file} is too large to be a weight file.</source>
        <translation>{file} 太大，不是权重文件。</translation>
    </message>
    <message>
        <source>{file} is too large: a picture may have {limit} million pixels, {side} along a side.</source>
        <translation>{file} 太大：图片最多 {limit} 百万像素，边长最多 {side} 像素。</translation>
    </message>
    <message>
        <source>{file} is too large: decoding it takes {needed} MB of memory, and {limit} MB are the limit. Save it with fewer pixels.</source>
        <translation>{file} 太大：解码需要 {needed} MB 内存，上限为 {limit} MB。请以较少的像素保存。</translation>
    </message>
    <message>
        <source>{file} is too large: it holds more than {limit} MB.</source>
        <translation>{file} 太大：内容超过 {limit} MB。</translation>
    </message>
    <message>
        <source>{file} is too long: {count} items need {expected} bytes, the file has {found}.</source>
        <translation>{file} 过长：{count} 项需要 {expected} 字节，文件有 {found} 字节。</translation>
    </message>
    <message>
        <source>{file} is truncated: an IDX header has {expected} bytes, the file {found}.</source>
        <translation>{file} 不完整：IDX 文件头有 {expected} 字节，文件只有 {found} 字节。</translation>
    </message>
    <message>
        <source>{file} is truncated: {count} items need {expected} bytes, the file has {found}.</source>
        <translation>{file} 不完整：{count} 项需要 {expected} 字节，文件只有 {found} 字节。</translation>
    </message>
    <message>
        <source>{file} is {kind}.</source>
        <translation>{file} 是{kind}。</translation>
    </message>
    <message>
        <source>{file} starts with the number {found} instead of {expected} (IDX images start with {images}, IDX labels with {labels}).</source>
        <translation>{file} 以数 {found} 开头，而不是 {expected}（IDX 图像以 {images} 开头，IDX 标签以 {labels} 开头）。</translation>
    </message>
    <message>
        <source>{file}, line {line}: expected {expected}.</source>
        <translation>{file} 第 {line} 行：应为 {expected}。</translation>
    </message>
    <message>
        <source>{file}, line {line}: {problem}</source>
        <translation>{file} 第 {line} 行：{problem}</translation>
    </message>
    <message>
        <source>{file}: choose .png, .svg or .csv.</source>
        <translation>{file}：请选择 .png、.svg 或 .csv。</translation>
    </message>
    <message>
        <source>{first}; {second}</source>
        <translation>{first}；{second}</translation>
    </message>
    <message>
        <source>{folder} already holds a run. Choose another folder, or resume the run with --resume {last}.</source>
        <translation>{folder} 中已有一次训练。请选择其他文件夹，或用 --resume {last} 继续该训练。</translation>
    </message>
    <message>
        <source>{folder} cannot be read as a run, so it is not deleted.</source>
        <translation>{folder} 不能作为训练读取，因此没有删除。</translation>
    </message>
    <message>
        <source>{folder} does not contain {missing} (plain or .gz).</source>
        <translation>{folder} 中没有 {missing}（原文件或 .gz）。</translation>
    </message>
    <message>
        <source>{folder} does not hold a run.</source>
        <translation>{folder} 中没有训练。</translation>
    </message>
    <message>
        <source>{folder} is in use by another training run.</source>
        <translation>{folder} 正被另一次训练使用。</translation>
    </message>
    <message>
        <source>{images_file} contains {images} images, but {labels_file} contains {labels} labels.</source>
        <translation>{images_file} 中有 {images} 幅图像，而 {labels_file} 中有 {labels} 个标签。</translation>
    </message>
    <message>
        <source>{mirror}: {reason}</source>
        <translation>{mirror}：{reason}</translation>
    </message>
    <message>
        <source>{name} holds negative values.</source>
        <translation>{name} 含有负值。</translation>
    </message>
    <message>
        <source>{name} holds values beyond {limit}.</source>
        <translation>{name} 含有超过 {limit} 的值。</translation>
    </message>
    <message>
        <source>{name} holds values that are not finite numbers.</source>
        <translation>{name} 含有非有限数。</translation>
    </message>
    <message>
        <source>{name} is given twice.</source>
        <translation>{name} 出现了两次。</translation>
    </message>
    <message>
        <source>{name} should be float32 and is {found}.</source>
        <translation>{name} 应为 float32，实为 {found}。</translation>
    </message>
    <message>
        <source>{name} should be {shape} and is {found}.</source>
        <translation>{name} 应为 {shape}，实为 {found}。</translation>
    </message>
    <message>
        <source>{n} digits are not enough for training. At least {least} are needed.</source>
        <translation>{n} 个数字不够训练。至少需要 {least} 个。</translation>
    </message>
    <message>
        <source>{path} is not a dataset: expected mnist, synthetic, my-digits, a folder with MNIST&apos;s four IDX files, or an ink file (.jsonl, .jsonl.gz) here or in {ink_folder}.</source>
        <translation>{path} 不是数据集：应为 mnist、synthetic、my-digits、含 MNIST 四个 IDX 文件的文件夹，或位于此处或 {ink_folder} 中的笔迹文件（.jsonl、.jsonl.gz）。</translation>
    </message>
    <message>
        <source>{source} contains no images to evaluate.</source>
        <translation>{source} 中没有可评估的图像。</translation>
    </message>
    <message>
        <source>{value} is not a name.</source>
        <translation>{value} 不是名称。</translation>
    </message>
    <message>
        <source>{value} is not a number of minutes.</source>
        <translation>{value} 不是分钟数。</translation>
    </message>
    <message>
        <source>{word} is not a number.</source>
        <translation>{word} 不是数。</translation>
    </message>
    <message>
        <source>{word} is not a whole number.</source>
        <translation>{word} 不是整数。</translation>
    </message>
</context>
</TS>
