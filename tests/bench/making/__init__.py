"""Books to measure on, filled through the product's own schema.

One cell is played by the product's services, act by act: plan, agenda, circulation, receipts, contributions, roll,
minutes, decision, sheet, review, year. Every other cell is a copy of it by arithmetic, with its own people, names,
marks, totals, classes and years; its totals are the product's own tally of its marks, its years the product's own
computation, its trail a chain of right digests. Rows of a cell and a year of sixteen meetings:

=====================  =====================  ============================
rows                   the last full year     a year before it
=====================  =====================  ============================
meetings, sheets       16 each                16 each
roll entries           352                    352
agenda items           160                    160
contributions          256                    96
marks                  16-20 a sheet          16 a sheet
acts of a sheet        66                     66
receipts               352                    none but of the played cell
proceedings            160                    none but of the played cell
suggestions            about 210              none but of the played cell
documents, readings    16 each                none but of the played cell
links of a trail       about 290              80
=====================  =====================  ============================

Known to differ from a grown book: the rows of a cell lie together, all cells meet on the same days and at the same
pace, members' names in the words of the minutes are those of the played cell, and a copy's trail has some of the acts.
"""

from tests.bench.making.book import make
from tests.bench.making.landmarks import Landmarks
from tests.bench.making.sizes import SIZES, Size

__all__ = ["SIZES", "Landmarks", "Size", "make"]
