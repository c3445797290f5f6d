"""The script that the standalone build runs."""

import sys

from lenet_desktop.__main__ import main

sys.exit(main())
