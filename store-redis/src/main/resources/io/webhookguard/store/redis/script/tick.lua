-- The greatest tick that the partition knows. Answers nothing else.
return read({})
