"""Pace of sign-in and length of passwords. Plain Python."""

from datetime import timedelta

LEAST_PASSWORD = 10
MOST_PASSWORD = 200
WINDOW = timedelta(minutes=15)
MOST_BY_NAME = 5
MOST_BY_ADDRESS = 30
SHORT_SESSION = timedelta(hours=12)
LONG_SESSION = timedelta(days=30)

# The commonest guesses of ten signs and more, Vietnamese ones first; compared without case, accents and blanks.
COMMON_PASSWORDS = frozenset(
    """
    matkhau123 matkhau1234 matkhau12345 matkhaumoi matkhau2025 matkhau2026 0123456789 1234567890 12345678910
    123456789a 1234567891 0987654321 9876543210 0000000000 1111111111 1212121212 1122334455 1234512345 123123123123
    123456789abc abc123456789 abcd123456 abcdef1234 abcdefghij qwertyuiop qwerty1234 qwerty12345 qwerty123456
    1q2w3e4r5t 1qaz2wsx3edc qazwsxedcrfv asdfghjkl1 asdfghjkl; zxcvbnm123 password12 password123 password1234
    passw0rd123 administrator adminadmin admin12345 admin123456 iloveyou12 anhyeuem123 emyeuanh123 vietnam123
    vietnam1945 vietnam1975 vietnam2025 vietnam2026 hanoi12345 chibo12345 chibo123456 dangvien123 bithu12345
    bithuchibo sosinhhoat sinhhoatchibo dangcongsan dangcongsanvietnam hochiminh1 hochiminh1890 19051890aa
    congsan1930 dienbienphu 0302193003 a123456789 aa12345678 aa123456789 abc1234567 letmein1234 welcome123
    """.split()  # noqa: SIM905  # a block of words is read more easily
)


def is_common(password: str, bare: str) -> bool:
    """A password that everybody tries first: on the list, or one sign repeated. ``bare`` is it without accents."""
    return bare in COMMON_PASSWORDS or len(set(bare)) < 3
