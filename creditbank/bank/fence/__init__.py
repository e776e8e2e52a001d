"""The fence: programs that take hostile files apart run behind it, in a process of their own.

No memory shared with us, an environment without keys, bounded memory, time and output, no network
where the kernel lets us leave it. `command` is how a room starts its program; `inside` is what
stands around the program there. What the program answers is input like any other.
"""
