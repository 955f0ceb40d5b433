"""The drawings of coverings, one function each, by kind; `lab/coverings.py` names them all."""
