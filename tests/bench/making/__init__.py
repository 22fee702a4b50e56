"""Books to measure on, filled through the product's own schema.

One cell is played by the product's services, act by act: plan, agenda, circulation, receipts, contributions, roll,
minutes, decision, sheet, review, year. Every other cell is a copy of it by arithmetic, with its own people, names,
marks, totals, classes and years; its totals are the product's own tally of its marks, its years the product's own
computation, its trail a chain of right digests. Rows of a cell and a year of sixteen meetings:

=======================  ==================  ==============================
rows                     the last full year  a year before it
=======================  ==================  ==============================
meetings, sheets         16                  16
agendas sent, minutes    16                  16
agenda items             160                 160
roll entries             352                 352
contributions            256                 96
marks                    266                 256
acts of sheets           80                  80
decisions, duties        52                  52
answers to invitations   20                  20
receipts                 352                 none but of the played cell
proceedings              160                 none but of the played cell
suggestions              206                 none but of the played cell
documents, readings      32                  none but of the played cell
links of the trail       269                 64
=======================  ==================  ==============================

S4 has meetings, sheets and years only, but for the played cell.

Known to differ from a grown book: the rows of a cell lie together, all cells meet on the same days and at the same
pace, members' names in the words of the minutes are those of the played cell, and a copy's trail has some of the acts.
"""

from tests.bench.making.book import make
from tests.bench.making.landmarks import Landmarks
from tests.bench.making.sizes import SIZES, Size

__all__ = ["SIZES", "Landmarks", "Size", "make"]
