"""What the minutes of the planted district say: invented, and in an honest cell never the same two months running."""

import random
from dataclasses import dataclass

from tracker.organisations.models import CellType

# Each subject: how it was discussed, and what the chair concluded. ``{n}`` and the like are figures of the month.
COMMON = (
    (
        "Đồng chí phụ trách đảng phí báo cáo đã thu đủ của {n} đồng chí, nộp lên trên ngày {day}; còn {m} đồng chí "
        "nộp chậm do đi công tác dài ngày, đã hẹn nộp bù.",
        "Từ tháng sau thu trước ngày {day}, đồng chí nào đi xa thì chuyển khoản cho thủ quỹ.",
    ),
    (
        "Chi bộ nghe phổ biến kế hoạch số {number} của cấp trên; thảo luận xem phần nào làm ngay, phần nào chờ "
        "hướng dẫn, có {m} ý kiến đề nghị lùi mốc kiểm tra sang cuối quý.",
        "Làm ngay {m} việc đã rõ; kiến nghị cấp trên bằng văn bản về mốc kiểm tra.",
    ),
    (
        "Bàn việc giới thiệu quần chúng học lớp nhận thức về Đảng: xét {m} người, hỏi ý kiến nơi cư trú, còn băn "
        "khoăn về thời gian thử thách của một người.",
        "Giới thiệu {m} người đợt này, phân công hai đảng viên chính thức giúp đỡ trong {p} tháng.",
    ),
    (
        "Kiểm điểm việc học tập qua sổ tay điện tử: {percent} % đồng chí đã mở tài liệu, người lớn tuổi còn khó khi "
        "đăng nhập, một số máy không nhận được tin.",
        "Giao đồng chí trẻ đến nhà hướng dẫn {m} đồng chí cao tuổi trong tuần đầu tháng.",
    ),
    (
        "Có đơn phản ánh về tiếng ồn của cơ sở hàn xì ở {place}; đồng chí phụ trách đã gặp chủ cơ sở {m} lần, hai "
        "bên thống nhất giờ nghỉ trưa.",
        "Theo dõi thêm {p} tuần, nếu tái diễn thì đề nghị chính quyền lập biên bản.",
    ),
    (
        "Đánh giá đợt quyên góp giúp {m} gia đình gặp hỏa hoạn ở {place}: được {n} triệu đồng và {number} ngày công "
        "dựng lại nhà.",
        "Công khai danh sách ủng hộ tại bảng tin; biểu dương {m} gia đình đi đầu.",
    ),
)
SUBJECTS: dict[CellType, tuple[tuple[str, str], ...]] = {
    CellType.VILLAGE: (
        (
            "Đường vào {place} hỏng {number} mét sau mưa lớn; các gia đình góp {n} ngày công, còn thiếu {m} xe đá "
            "dăm nên chưa rải được mặt.",
            "Xin xã hỗ trợ đá, phần công do dân; xong trước ngày {day} tháng sau.",
        ),
        (
            "Vụ này cấy được {percent} % diện tích, {n} hộ ở {place} thiếu nước phải chuyển sang trồng ngô; chuột "
            "phá nhiều hơn năm ngoái.",
            "Tổ chức {m} buổi diệt chuột tập trung, nạo vét {number} mét mương trước khi lấy nước đợt hai.",
        ),
        (
            "Rà soát hộ nghèo: {n} hộ đề nghị thoát nghèo, {m} hộ phát sinh vì ốm đau; có ý kiến cho rằng chấm điểm "
            "tài sản ở {place} chưa sát.",
            "Chấm lại {m} hộ có ý kiến, họp thôn công khai kết quả ngày {day}.",
        ),
        (
            "Tiêm phòng trâu bò đạt {percent} % đàn, {number} con ở {place} thả rừng chưa bắt về; có {m} ổ lở mồm "
            "đã khoanh lại kịp thời.",
            "Mỗi đảng viên vận động {m} hộ lùa trâu về chuồng trước ngày tiêm bổ sung.",
        ),
        (
            "Nhà văn hóa dột {m} chỗ, bàn ghế hỏng {n} bộ; thu quỹ mới được {number} nghìn đồng mỗi hộ, nhiều hộ "
            "xin khất đến sau vụ.",
            "Sửa mái trước mùa mưa, bàn ghế để sang quý sau; không thu thêm của hộ nghèo.",
        ),
        (
            "Nước sạch về {place} yếu vào buổi tối, {n} hộ cuối nguồn phải dự trữ; đường ống cũ rò {m} điểm ở chân "
            "đồi.",
            "Cử {m} người cùng tổ quản lý đi tìm điểm rò, báo kết quả tại kỳ họp sau.",
        ),
        (
            "Hai gia đình ở {place} tranh chấp {number} mét bờ rào đã {p} năm; tổ hòa giải gặp {m} lần, một bên "
            "chưa ký.",
            "Mời cán bộ địa chính đo lại, hòa giải lần nữa trước khi chuyển lên xã.",
        ),
        (
            "Cây quế trồng năm trước sống {percent} %, {n} hộ xin giống trồng dặm; giá thu mua tại {place} giảm {m} "
            "nghìn đồng một cân.",
            "Liên hệ lấy {number} cây giống, gắn với cam kết không bán non.",
        ),
    ),
    CellType.AGENCY: (
        (
            "Tháng qua tiếp {number} lượt công dân, giải quyết đúng hạn {percent} % hồ sơ; {m} hồ sơ đất đai quá "
            "hạn do phải xác minh nguồn gốc ở {place}.",
            "Hồ sơ quá {p} ngày phải có thư xin lỗi và hẹn lại; lãnh đạo ký trực tiếp.",
        ),
        (
            "Chỉ số cải cách hành chính tự chấm {n} điểm, mất điểm ở phần khảo sát hài lòng; {m} phiếu phản ánh "
            "thái độ khi hướng dẫn.",
            "Trực bộ phận một cửa đổi theo ca {p} giờ, ghi tên người tiếp vào phiếu hẹn.",
        ),
        (
            "Báo cáo giải ngân đạt {percent} % kế hoạch; công trình ở {place} vướng {m} hộ chưa nhận tiền, nhà thầu "
            "xin lùi {n} ngày.",
            "Đối thoại với {m} hộ trong tuần, không lùi quá ngày {day}.",
        ),
        (
            "Kiểm tra nền nếp: {m} lượt đi muộn, {n} văn bản ban hành sai thể thức phải thu lại; máy in hỏng làm "
            "chậm {p} việc.",
            "Văn phòng đọc soát trước khi ký; đi muộn lần thứ ba thì kiểm điểm trước chi bộ.",
        ),
        (
            "Tuần tra chung {n} buổi tại {place}, xử lý {m} trường hợp, nhắc nhở {number} xe chở quá tải; người dân "
            "báo tin qua nhóm nhanh hơn trước.",
            "Giữ lịch {m} buổi mỗi tuần, thêm ca đêm vào ngày chợ phiên.",
        ),
        (
            "Số hóa được {number} hồ sơ lưu, sai sót {m} phần trăm do quét mờ; kho tài liệu ẩm, {n} cặp phải phơi lại.",
            "Mua {m} máy hút ẩm bằng nguồn tiết kiệm chi, quét lại trong {p} tuần.",
        ),
        (
            "Khám lưu động cho {number} người cao tuổi ở {place}, phát hiện {n} ca huyết áp cao chưa điều trị; "
            "thuốc cấp thiếu {m} loại.",
            "Lập sổ theo dõi {n} ca, đề nghị bổ sung thuốc trước ngày {day}.",
        ),
        (
            "Chuẩn bị ngày hội đoàn kết ở {place}: kinh phí vận động {n} triệu, còn thiếu {m} tiết mục; có ý kiến "
            "bớt phần liên hoan.",
            "Bỏ liên hoan, dành {m} suất quà cho gia đình khó khăn.",
        ),
    ),
    CellType.SCHOOL: (
        (
            "Sĩ số duy trì {percent} %, {m} em ở {place} nghỉ theo mùa hái quả; giáo viên chủ nhiệm đến nhà {n} "
            "lượt, {p} em đã trở lại lớp.",
            "Phân công mỗi đảng viên kèm một em, báo sĩ số vào thứ Sáu hằng tuần.",
        ),
        (
            "Khảo sát giữa kỳ: {n} % đạt khá giỏi, môn toán thấp hơn năm trước {m} phần trăm; đề kiểm tra còn nặng "
            "phần ghi nhớ.",
            "Tổ chuyên môn ra lại đề theo ma trận, dự giờ chéo {p} tiết trong tháng.",
        ),
        (
            "Bếp bán trú phục vụ {number} suất mỗi ngày; phụ huynh phản ánh rau ít, giá thịt tăng {m} nghìn đồng "
            "một cân từ ngày {day}.",
            "Mời {m} phụ huynh giám sát giao nhận, công khai thực đơn cả tuần ở cổng.",
        ),
        (
            "Kiểm định chất lượng còn thiếu {n} minh chứng, phòng máy hỏng {m} bộ; hồ sơ tổ tự nhiên nộp chậm {p} "
            "ngày.",
            "Xong minh chứng trước ngày {day}, xin thanh lý máy hỏng trong quý.",
        ),
        (
            "Thi giáo viên giỏi có {m} đồng chí dự, đạt {p} giải; bài giảng điện tử dùng lại nhiều, ít liên hệ học "
            "sinh ở {place}.",
            "Mỗi tổ xây dựng {m} bài có tình huống của địa phương, dạy thử trước toàn trường.",
        ),
        (
            "Có {m} vụ học sinh đi xe máy chưa đủ tuổi, {n} em không đội mũ; công an nhắc nhở tại cổng trường ngày "
            "{day}.",
            "Ký cam kết với phụ huynh, hạ một bậc hạnh kiểm nếu lặp lại lần thứ {m}.",
        ),
        (
            "Thư viện cho mượn {number} lượt, sách tham khảo cũ {percent} %; quyên góp được {n} cuốn từ cựu học "
            "sinh ở {place}.",
            "Mở cửa thư viện cả buổi chiều, giao đoàn thanh niên trực.",
        ),
        (
            "Phụ đạo {n} em yếu vào chiều thứ Ba, tiến bộ {m} em; phòng học ở điểm trường {place} thiếu đèn.",
            "Lắp thêm {p} bóng đèn, tiếp tục phụ đạo đến hết học kỳ.",
        ),
    ),
}
SUBJECTS[CellType.ENTERPRISE] = SUBJECTS[CellType.VILLAGE][1:4] + SUBJECTS[CellType.AGENCY][2:6]
PLACES = (
    "xóm Trên", "xóm Dưới", "khu Đồng Mương", "dốc Bà Cụ", "ngã ba Cây Sấu", "đồi Hai Cột", "khe Nước Trong",
    "bãi Đá Ong", "khu Tập thể cũ", "bờ Suối Cạn", "cầu Gỗ", "gò Mả Ngô", "khu Chợ phiên", "đập Ba Phai",
)  # fmt: skip
# What else was said of a subject.
REMARKS = (
    "Có ý kiến cho rằng nguyên nhân chính là khâu đôn đốc, người được giao chưa báo khi gặp khó.",
    "Một đồng chí kể kinh nghiệm của đơn vị bạn ở {place}: làm gọn từng phần, xong đâu nghiệm thu đấy.",
    "Đồng chí phó bí thư nhận phần trách nhiệm vì chưa đi kiểm tra thực tế.",
    "Nhiều đồng chí băn khoăn về kinh phí, đề nghị tính lại cho sát trước khi vận động nhân dân.",
    "Đảng viên cao tuổi nhắc bài học lần trước: bàn kỹ nhưng không ai ghi lại nên quên.",
    "Thảo luận khá căng về việc chọn ai đứng mũi chịu sào, cuối cùng có hai đồng chí xung phong.",
    "So với cùng kỳ thì có tiến bộ, song chưa bền vì còn phụ thuộc thời tiết.",
    "Đại diện đoàn thể xin nhận tuyên truyền trên loa vào các buổi sáng sớm.",
    "Chi bộ xem ảnh chụp hiện trạng, thấy cần xử lý ngay chỗ nguy hiểm nhất.",
    "Một ý kiến không tán thành cách chia đều, đề nghị ưu tiên người già yếu và gia đình neo đơn.",
    "Đồng chí ghi biên bản đọc lại nghị quyết cũ để đối chiếu, thấy thiếu tên người chịu trách nhiệm.",
    "Các tổ báo số liệu không khớp nhau, phải cộng lại tại chỗ mất khá nhiều thời gian.",
    "Có đồng chí tự phê bình vì hứa mà chưa đến gặp bà con ở {place}.",
    "Đề xuất mời cán bộ chuyên môn về nói chuyện, giải đáp thẳng những điều dân hỏi.",
    "Bàn thêm chuyện giữ gìn tình làng nghĩa xóm, tránh để việc nhỏ thành đơn thư.",
    "Mọi người thống nhất đưa nội dung này vào tiêu chí bình xét gia đình văn hóa cuối năm.",
    "Ý kiến của đảng viên dự bị: nên lập nhóm liên lạc để báo tin kịp lúc, khỏi chờ tới kỳ sau.",
    "Đồng chí chủ trì gợi mở: nếu không đủ người thì làm trước một nửa, nửa kia thuê máy.",
    "Còn hai luồng ý kiến, biểu quyết sơ bộ thì đa số chọn phương án làm dần.",
    "Có phản ánh rằng cấp phát chậm, giấy tờ đi vòng qua nhiều cửa mới tới {place}.",
    "Lớp trẻ đi làm xa nhiều nên lực lượng nòng cốt mỏng, phải tính lại lịch cho hợp ngày nghỉ.",
    "Khen ngợi tổ tự quản đã thức trắng đêm giúp dân trong đợt mưa vừa rồi.",
    "Đối chiếu với chỉ tiêu cả năm thì mới đi được quá nửa chặng đường, dễ dồn việc vào quý cuối.",
    "Đồng chí phụ trách xin rút kinh nghiệm về cách trình bày, lần tới sẽ có bảng so sánh.",
    "Nhắc nhau không nói một đằng làm một nẻo, gia đình cán bộ phải làm trước cho dân thấy.",
    "Nghe đọc thư cảm ơn của một gia đình ở {place}, chi bộ thấy việc nhỏ mà được lòng người.",
    "Khó nhất vẫn là thay đổi nếp cũ; có nơi nói mãi mới chịu thử.",
    "Đề nghị bố trí lại chỗ ngồi họp, mở loa to hơn cho các cụ nghe rõ.",
)
OPENINGS = (
    "Đồng chí chủ trì nêu mục đích kỳ họp tháng {month}, điểm danh, chi bộ thống nhất {m} nội dung.",
    "Sau điểm danh, chi bộ nghe lại {m} việc còn treo từ kỳ trước rồi thông qua chương trình tháng {month}.",
    "Đồng chí chủ trì tóm tắt tình hình tháng {month}, đề nghị dành {n} phút cho phần bàn giải pháp.",
    "Khai mạc đúng giờ; đồng chí chủ trì nhắc quy chế và giới thiệu nội dung trọng tâm của tháng {month}.",
    "Chi bộ hát bài ca truyền thống, điểm danh, cử người ghi biên bản kỳ tháng {month}.",
)
CLOSINGS = (
    "Đọc lại biên bản, bổ sung {m} chỗ; kỳ sau họp vào ngày {day}.",
    "Đồng chí chủ trì nhắc {m} hạn việc trong tháng và cảm ơn ý kiến của các đồng chí.",
    "Kết thúc sớm {m} phút; tài liệu kỳ sau gửi trước ngày {day}.",
    "Thông qua biên bản; giao đồng chí phó bí thư đôn đốc việc đến ngày {day}.",
)
VOTES = (
    "Biểu quyết từng nội dung, riêng mốc ngày {day} bàn lại rồi mới thông qua.",
    "Đọc dự thảo {m} điểm; sửa điểm về thời hạn thành ngày {day}, các đồng chí giơ tay nhất trí.",
    "Dự thảo được đọc toàn văn, {m} đồng chí đề nghị nói gọn hơn phần đánh giá.",
    "Chi bộ thống nhất giữ {m} chỉ tiêu, bỏ một chỉ tiêu không đo được, rồi biểu quyết.",
)
LESSONS = (
    "Liên hệ việc của đơn vị ở {place}, {m} đồng chí tự nhận điều chưa làm được.",
    "Nhiều đồng chí xúc động; chi bộ chọn một việc nhỏ làm ngay trước ngày {day}.",
    "Bàn cách đưa bài học vào việc giúp {m} gia đình ở {place}.",
    "Đồng chí trẻ nêu suy nghĩ; chi bộ nhắc nhau giữ lời hứa với dân ở {place}.",
)


@dataclass(frozen=True)
class Told:
    """What one month's minutes say, in the words of the cell."""

    opening: str
    closing: str
    results: tuple[str, str]
    votes: str
    lesson: str


def told(kind: CellType, seed: str, month: int) -> Told:
    """The same seed tells the same: for honest cells it names the month, for those that copy it does not."""
    chance = random.Random(seed)  # noqa: S311  # not a secret  # nosec B311
    subjects = chance.sample(SUBJECTS[kind], 2) + chance.sample(COMMON, 1)
    remarks = chance.sample(REMARKS, 2 * len(subjects))
    chance.shuffle(subjects)
    said = [one for place, (subject, _end) in enumerate(subjects) for one in (subject, *remarks[2 * place :][:2])]
    discussed = " ".join(_fill(one, chance, month) for one in said)
    concluded = " ".join(_fill(end, chance, month) for _subject, end in subjects)
    rest = [_fill(chance.choice(among), chance, month) for among in (OPENINGS, CLOSINGS, VOTES, LESSONS)]
    return Told(rest[0], rest[1], (discussed, concluded), rest[2], rest[3])


def _fill(text: str, chance: random.Random, month: int) -> str:
    return text.format(
        month=month, n=chance.randint(11, 48), m=chance.randint(2, 9), p=chance.randint(2, 8),
        number=chance.randint(51, 480), percent=chance.randint(71, 99), day=chance.randint(5, 25),
        place=chance.choice(PLACES),
    )  # fmt: skip
