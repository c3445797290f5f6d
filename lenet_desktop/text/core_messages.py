"""The templates of core's messages, where lupdate finds them.

`text.errors.translated` looks them up. `python -m tests.support.update_texts` writes this file.
"""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

CORE_MESSAGES = (
    QT_TRANSLATE_NOOP("core", "A lesson begins with a line ---."),
    QT_TRANSLATE_NOOP("core", "A network cannot be combined with itself. Choose different files."),
    QT_TRANSLATE_NOOP(
        "core", "A picture has no strokes and cannot be saved as an ink file. Save it as .png."
    ),
    QT_TRANSLATE_NOOP("core", "A step begins with a line such as ## Draw."),
    QT_TRANSLATE_NOOP("core", "A title or a name is missing."),
    QT_TRANSLATE_NOOP("core", "An object is missing."),
    QT_TRANSLATE_NOOP("core", "CUDA is not available on macOS."),
    QT_TRANSLATE_NOOP(
        "core", "CUDA's libraries or headers are missing: install lenet-desktop[cuda]."
    ),
    QT_TRANSLATE_NOOP("core", "CuPy cannot be loaded ({error})."),
    QT_TRANSLATE_NOOP("core", "CuPy is not installed."),
    QT_TRANSLATE_NOOP(
        "core",
        "Drawing {number} of {file} has {strokes} strokes and the label {label}, expected 1 "
        'or more and a single digit or "not a digit".',
    ),
    QT_TRANSLATE_NOOP("core", "Each label seems to belong to the next image."),
    QT_TRANSLATE_NOOP("core", "Each label seems to belong to the previous image."),
    QT_TRANSLATE_NOOP("core", "Expected one of {names}, then a colon."),
    QT_TRANSLATE_NOOP("core", "It does not name a dataset."),
    QT_TRANSLATE_NOOP("core", "It is too large."),
    QT_TRANSLATE_NOOP("core", "It needs 1 to {most} runs."),
    QT_TRANSLATE_NOOP("core", "Its format is not {format}."),
    QT_TRANSLATE_NOOP("core", "Lesson {number} does not exist."),
    QT_TRANSLATE_NOOP(
        "core", "Letters and shapes alone teach a network no digits. Add a dataset of digits."
    ),
    QT_TRANSLATE_NOOP("core", "MNIST cannot be saved in {folder}: {reason}."),
    QT_TRANSLATE_NOOP("core", "More than {most} names are given."),
    QT_TRANSLATE_NOOP("core", "My Digits is empty. Draw digits on the Draw page and label them."),
    QT_TRANSLATE_NOOP("core", "My Digits is empty. Label at least one drawing first."),
    QT_TRANSLATE_NOOP("core", "No NVIDIA GPU was found."),
    QT_TRANSLATE_NOOP("core", "Not enough memory. Try a smaller batch size."),
    QT_TRANSLATE_NOOP("core", "ONNX files need another package: install lenet-desktop[export]."),
    QT_TRANSLATE_NOOP("core", "Selected by you."),
    QT_TRANSLATE_NOOP("core", "The GPU does not respond ({error})."),
    QT_TRANSLATE_NOOP("core", "The GPU is in use by another program."),
    QT_TRANSLATE_NOOP("core", "The GPU is out of memory."),
    QT_TRANSLATE_NOOP("core", "The NVIDIA driver is missing or too old for CUDA 12."),
    QT_TRANSLATE_NOOP("core", "The activation and the pooling of {network} cannot be changed."),
    QT_TRANSLATE_NOOP("core", "The block of names and values is not closed by a line ---."),
    QT_TRANSLATE_NOOP(
        "core",
        "The disk is full. The weights of the single epochs in {folder} were removed to save "
        "the run.",
    ),
    QT_TRANSLATE_NOOP("core", "The drawing cannot be saved: expected {expected}."),
    QT_TRANSLATE_NOOP("core", "The home folder of the user is not known. Set HOME to a folder."),
    QT_TRANSLATE_NOOP(
        "core", "The images seem to be dark on light: invert them, white ink (255) on black (0)."
    ),
    QT_TRANSLATE_NOOP(
        "core", "The images seem to be rotated: rotate them by 90 degrees to the left."
    ),
    QT_TRANSLATE_NOOP(
        "core", "The images seem to be rotated: rotate them by 90 degrees to the right."
    ),
    QT_TRANSLATE_NOOP("core", "The images seem to be upside down: rotate them by 180 degrees."),
    QT_TRANSLATE_NOOP(
        "core", "The images seem to lie on their side, as EMNIST's do: exchange rows and columns."
    ),
    QT_TRANSLATE_NOOP("core", "The labels seem to be {number} too high, modulo 10."),
    QT_TRANSLATE_NOOP(
        "core", "The lesson has no steps. Each step begins with a line such as ## Draw."
    ),
    QT_TRANSLATE_NOOP("core", "The lesson has no title."),
    QT_TRANSLATE_NOOP(
        "core",
        "The loss is not a finite number in epoch {epoch}, so the run was stopped. Try a "
        "smaller learning rate.",
    ),
    QT_TRANSLATE_NOOP(
        "core",
        "The network in use belongs to this run. Choose another network before you delete it.",
    ),
    QT_TRANSLATE_NOOP("core", "The plan's {name} cannot be {value}."),
    QT_TRANSLATE_NOOP(
        "core", "The run has other settings; only the number of epochs can be changed."
    ),
    QT_TRANSLATE_NOOP(
        "core",
        "The run was trained on other images of the same number and the name {dataset}. "
        "Resume it with the data that it was trained on.",
    ),
    QT_TRANSLATE_NOOP(
        "core", "The run was trained on {before} ({n_before} images), not on {now} ({n} images)."
    ),
    QT_TRANSLATE_NOOP(
        "core",
        "The settings cannot be saved in {file}: recent files and the progress in lessons "
        "will be forgotten.",
    ),
    QT_TRANSLATE_NOOP("core", "The settings of the run are invalid: {error}."),
    QT_TRANSLATE_NOOP("core", "The text of the step is longer than {limit} characters."),
    QT_TRANSLATE_NOOP("core", "The title is longer than {limit} characters."),
    QT_TRANSLATE_NOOP(
        "core", "The weights are those of the network {found}, which is not the plan's."
    ),
    QT_TRANSLATE_NOOP(
        "core",
        "The weights belong to a network with {activation} and {pooling} pooling, which is "
        "not the plan's.",
    ),
    QT_TRANSLATE_NOOP("core", "The words after the condition {name} are invalid."),
    QT_TRANSLATE_NOOP(
        "core",
        "These are too many drawings for one file: it can hold {limit} MB, {drawings} "
        "drawings, {strokes} strokes and {values} values.",
    ),
    QT_TRANSLATE_NOOP("core", "Unknown condition: {name}. Available: {names}."),
    QT_TRANSLATE_NOOP("core", "Unknown dataset: {name}. Available: {names}."),
    QT_TRANSLATE_NOOP("core", "Unknown page: {page}. Available: {pages}."),
    QT_TRANSLATE_NOOP("core", "Unknown preset: {name}. Available: {names}."),
    QT_TRANSLATE_NOOP("core", "Unknown setting: {name}."),
    QT_TRANSLATE_NOOP(
        "core", "a Git LFS pointer instead of the file: fetch the file with git lfs pull"
    ),
    QT_TRANSLATE_NOOP("core", "a PDF document: save the page as a PNG picture first"),
    QT_TRANSLATE_NOOP(
        "core",
        "a pickle file, which could run any program when opened: save the weights as "
        ".safetensors, for example by safetensors.torch.save_file(model.state_dict(), name)",
    ),
    QT_TRANSLATE_NOOP("core", "a web page or another text with markup: download the file again"),
    QT_TRANSLATE_NOOP("core", "an HDF5 file: save the weights as .safetensors or .npz"),
    QT_TRANSLATE_NOOP(
        "core", "an ONNX file, which is for other programs: open the weight file it was made from"
    ),
    QT_TRANSLATE_NOOP(
        "core", "an SVG drawing or another XML document: save a drawing as a PNG picture first"
    ),
    QT_TRANSLATE_NOOP("core", "answered {status} {text}"),
    QT_TRANSLATE_NOOP("core", "connection failed"),
    QT_TRANSLATE_NOOP("core", "it also holds {names}."),
    QT_TRANSLATE_NOOP("core", "it has no {names}."),
    QT_TRANSLATE_NOOP("core", "it is not a regular file"),
    QT_TRANSLATE_NOOP("core", "its certificate is not trusted"),
    QT_TRANSLATE_NOOP("core", "its format is {found}, not {expected}."),
    QT_TRANSLATE_NOOP("core", "its {entry} cannot be {found}."),
    QT_TRANSLATE_NOOP("core", "its {entry} is {found}, not one of {choices}."),
    QT_TRANSLATE_NOOP("core", "lenet5 has no dropout. Choose another network, or a rate of 0."),
    QT_TRANSLATE_NOOP("core", "no file can have this name"),
    QT_TRANSLATE_NOOP("core", "no secure connection"),
    QT_TRANSLATE_NOOP("core", "redirected to an invalid address"),
    QT_TRANSLATE_NOOP("core", "redirected too often"),
    QT_TRANSLATE_NOOP("core", "sent an invalid answer"),
    QT_TRANSLATE_NOOP("core", "sent another file than the official one"),
    QT_TRANSLATE_NOOP("core", "sent more than the official file"),
    QT_TRANSLATE_NOOP("core", "sent {found} of {expected} bytes"),
    QT_TRANSLATE_NOOP("core", "the certificates cannot be read: check REQUESTS_CA_BUNDLE"),
    QT_TRANSLATE_NOOP("core", "the proxy cannot be used: check HTTPS_PROXY and HTTP_PROXY"),
    QT_TRANSLATE_NOOP("core", "timed out"),
    QT_TRANSLATE_NOOP("core", "too slow"),
    QT_TRANSLATE_NOOP("core", "{fault} {error}"),
    QT_TRANSLATE_NOOP("core", "{files} could not be written in {folder}: {reason}."),
    QT_TRANSLATE_NOOP(
        "core", "{file} already exists and would be replaced. Choose another folder."
    ),
    QT_TRANSLATE_NOOP("core", "{file} cannot be read: {reason}."),
    QT_TRANSLATE_NOOP("core", "{file} cannot be saved: choose a name that ends in .jsonl or .png."),
    QT_TRANSLATE_NOOP(
        "core", "{file} cannot be saved: choose a name that ends in .safetensors or .npz."
    ),
    QT_TRANSLATE_NOOP("core", "{file} cannot be saved: {reason}."),
    QT_TRANSLATE_NOOP("core", "{file} cannot be used: its answers are not finite numbers."),
    QT_TRANSLATE_NOOP(
        "core", "{file} contains images of {height}x{width} pixels instead of 28x28."
    ),
    QT_TRANSLATE_NOOP("core", "{file} contains no drawings."),
    QT_TRANSLATE_NOOP(
        "core", "{file} contains weights only. To resume a run, use its last.safetensors."
    ),
    QT_TRANSLATE_NOOP(
        "core",
        "{file} contains {found} digits. At least 2 are needed, for training and for testing.",
    ),
    QT_TRANSLATE_NOOP(
        "core",
        "{file} could not be downloaded ({reasons}). Check the internet connection, or copy "
        "MNIST's four files to {folder}.",
    ),
    QT_TRANSLATE_NOOP("core", "{file} does not exist."),
    QT_TRANSLATE_NOOP("core", "{file} does not fit this network: {fault}"),
    QT_TRANSLATE_NOOP(
        "core",
        "{file} holds a network of the architecture {found}, which this version does not "
        "know. It knows {choices}.",
    ),
    QT_TRANSLATE_NOOP(
        "core", "{file} holds {name} in the format {dtype}: save the weights as float32."
    ),
    QT_TRANSLATE_NOOP("core", "{file} is a HEIC or AVIF picture: save it as JPEG or PNG first."),
    QT_TRANSLATE_NOOP("core", "{file} is an ink file: give it a name that ends in .jsonl."),
    QT_TRANSLATE_NOOP("core", "{file} is damaged: it cannot be decompressed ({reason})."),
    QT_TRANSLATE_NOOP("core", "{file} is damaged: {error}."),
    QT_TRANSLATE_NOOP("core", "{file} is empty: its header states 0 items."),
    QT_TRANSLATE_NOOP("core", "{file} is in use by another program. Try again."),
    QT_TRANSLATE_NOOP(
        "core", "{file} is invalid: label {number} of {count} is {found}, not a digit from 0 to 9."
    ),
    QT_TRANSLATE_NOOP("core", "{file} is not UTF-8 text."),
    QT_TRANSLATE_NOOP("core", "{file} is not a JSON file."),
    QT_TRANSLATE_NOOP("core", "{file} is not a picture: expected one of {formats}."),
    QT_TRANSLATE_NOOP(
        "core",
        "{file} is not a weight file, or is damaged: expected .safetensors or .npz ({error}).",
    ),
    QT_TRANSLATE_NOOP("core", "{file} is not an experiment: {reason}"),
    QT_TRANSLATE_NOOP("core", "{file} is too large for a lesson."),
    QT_TRANSLATE_NOOP("core", "{file} is too large to be a weight file."),
    QT_TRANSLATE_NOOP(
        "core",
        "{file} is too large: a picture may have {limit} million pixels, {side} along a side.",
    ),
    QT_TRANSLATE_NOOP(
        "core",
        "{file} is too large: decoding it takes {needed} MB of memory, and {limit} MB are the"
        " limit. Save it with fewer pixels.",
    ),
    QT_TRANSLATE_NOOP("core", "{file} is too large: it holds more than {limit} MB."),
    QT_TRANSLATE_NOOP("core", "{file} is too large: it holds more than {limit} drawings."),
    QT_TRANSLATE_NOOP("core", "{file} is too large: it holds more than {limit} strokes."),
    QT_TRANSLATE_NOOP("core", "{file} is too large: it holds more than {limit} values."),
    QT_TRANSLATE_NOOP(
        "core", "{file} is too long: {count} items need {expected} bytes, the file has {found}."
    ),
    QT_TRANSLATE_NOOP(
        "core", "{file} is truncated: an IDX header has {expected} bytes, the file {found}."
    ),
    QT_TRANSLATE_NOOP(
        "core", "{file} is truncated: {count} items need {expected} bytes, the file has {found}."
    ),
    QT_TRANSLATE_NOOP("core", "{file} is {kind}."),
    QT_TRANSLATE_NOOP(
        "core",
        "{file} starts with the number {found} instead of {expected} (IDX images start with "
        "{images}, IDX labels with {labels}).",
    ),
    QT_TRANSLATE_NOOP(
        "core", "{file} was changed in another window too, and both notes together are too long."
    ),
    QT_TRANSLATE_NOOP("core", "{file}, line {line}: expected {expected}."),
    QT_TRANSLATE_NOOP("core", "{file}, line {line}: {problem}"),
    QT_TRANSLATE_NOOP("core", "{file}: choose .png, .svg or .csv."),
    QT_TRANSLATE_NOOP("core", "{first}; {second}"),
    QT_TRANSLATE_NOOP(
        "core",
        "{folder} already holds a run. Choose another folder, or resume the run with --resume"
        " {last}.",
    ),
    QT_TRANSLATE_NOOP("core", "{folder} cannot be read as a run, so it is not deleted."),
    QT_TRANSLATE_NOOP("core", "{folder} does not contain {missing} (plain or .gz)."),
    QT_TRANSLATE_NOOP("core", "{folder} does not hold a run."),
    QT_TRANSLATE_NOOP("core", "{folder} is in use by another training run."),
    QT_TRANSLATE_NOOP(
        "core",
        "{images_file} contains {images} images, but {labels_file} contains {labels} labels.",
    ),
    QT_TRANSLATE_NOOP("core", "{mirror}: {reason}"),
    QT_TRANSLATE_NOOP("core", "{name} holds negative values."),
    QT_TRANSLATE_NOOP("core", "{name} holds values beyond {limit}."),
    QT_TRANSLATE_NOOP("core", "{name} holds values that are not finite numbers."),
    QT_TRANSLATE_NOOP("core", "{name} is given twice."),
    QT_TRANSLATE_NOOP("core", "{name} should be float32 and is {found}."),
    QT_TRANSLATE_NOOP("core", "{name} should be {shape} and is {found}."),
    QT_TRANSLATE_NOOP(
        "core", "{n} digits are not enough for training. At least {least} are needed."
    ),
    QT_TRANSLATE_NOOP(
        "core",
        "{path} is not a dataset: expected mnist, synthetic, my-digits, a folder with MNIST's"
        " four IDX files, or an ink file (.jsonl, .jsonl.gz) here or in {ink_folder}.",
    ),
    QT_TRANSLATE_NOOP("core", "{source} contains no images to evaluate."),
    QT_TRANSLATE_NOOP("core", "{value} is not a name."),
    QT_TRANSLATE_NOOP("core", "{value} is not a number of minutes."),
    QT_TRANSLATE_NOOP("core", "{word} is not a number."),
    QT_TRANSLATE_NOOP("core", "{word} is not a whole number."),
    QT_TRANSLATE_NOOP("core", "{word} is not one of {words}."),
)
