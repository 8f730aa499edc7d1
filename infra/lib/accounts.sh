# Filled with the edge and the programs.
