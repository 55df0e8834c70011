"""The library as tools for other programs, by the Model Context Protocol.

`stdio.py` serves one program over standard input and output, `http.py` many beside the REST API;
both carry what `offered.py` puts together.
"""
