"""What the kinds are called on a page."""

from flask_babel import lazy_gettext as _l

from tracker.organisations.models import CellType, OrganisationKind

KINDS = {
    OrganisationKind.CENTRAL: _l("Trung ương"),
    OrganisationKind.PROVINCE: _l("Tỉnh ủy, thành ủy"),
    OrganisationKind.DISTRICT: _l("Huyện ủy và tương đương"),
    OrganisationKind.COMMUNE: _l("Đảng ủy xã, phường, đặc khu"),
    OrganisationKind.BASE: _l("Đảng ủy cơ sở khác"),
    OrganisationKind.CELL: _l("Chi bộ"),
}
CELL_TYPES = {
    CellType.VILLAGE: _l("Thôn, bản, tổ dân phố"),
    CellType.AGENCY: _l("Cơ quan"),
    CellType.SCHOOL: _l("Trường học, trạm y tế, đơn vị sự nghiệp"),
    CellType.ENTERPRISE: _l("Doanh nghiệp, hợp tác xã"),
    CellType.ARMED_FORCES: _l("Quân đội, công an"),
    CellType.OTHER: _l("Loại khác"),
}
