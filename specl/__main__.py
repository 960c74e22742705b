"""
`python -m specl` is `specl`.
"""

import sys

from specl.cli import main

sys.exit(main())
