"""Short ways to make what a test needs. Each returns a row flushed and committed."""

from tests.factories.agendas import *  # noqa: F403  # one name to import: ``factories as make``
from tests.factories.calibration import *  # noqa: F403  # one name to import: ``factories as make``
from tests.factories.contributions import *  # noqa: F403  # one name to import: ``factories as make``
from tests.factories.duties import *  # noqa: F403  # one name to import: ``factories as make``
from tests.factories.guidance import *  # noqa: F403  # one name to import: ``factories as make``
from tests.factories.meetings import *  # noqa: F403  # one name to import: ``factories as make``
from tests.factories.minutes import *  # noqa: F403  # one name to import: ``factories as make``
from tests.factories.organisations import *  # noqa: F403  # one name to import: ``factories as make``
from tests.factories.people import *  # noqa: F403  # one name to import: ``factories as make``
from tests.factories.polls import *  # noqa: F403  # one name to import: ``factories as make``
from tests.factories.ratings import *  # noqa: F403  # one name to import: ``factories as make``
from tests.factories.records import *  # noqa: F403  # one name to import: ``factories as make``
from tests.factories.reviews import *  # noqa: F403  # one name to import: ``factories as make``
from tests.factories.scoresheets import *  # noqa: F403  # one name to import: ``factories as make``
from tests.factories.signals import *  # noqa: F403  # one name to import: ``factories as make``
