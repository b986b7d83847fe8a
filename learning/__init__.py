"""The rules of the course, pure: told everything, doing nothing.

Course, state, answer and *time* go in; new state and what to show come out.
No clock, no I/O, no randomness, no framework. Read `course`, then `learner`, then `walk` and `quiz`.
"""
