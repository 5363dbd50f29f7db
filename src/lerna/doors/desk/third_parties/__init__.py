"""Third parties at the desk: the register, what waits for them, state bodies, paper, depersonalized figures."""
