"""What is said and written in the demo. All of it invented; titles of stories are those commonly told."""

from tracker.agendas.rules import ItemKind

STORIES = (
    ("Chiếc áo ấm", "Quan tâm đồng chí, đồng nghiệp bằng việc làm cụ thể."),
    ("Đôi dép cao su", "Giản dị, tiết kiệm trong sử dụng tài sản công."),
    ("Ba chiếc ba lô", "Cán bộ không nhận phần hơn, cùng chia sẻ việc nặng."),
    ("Nước nóng, nước nguội", "Bình tĩnh, lắng nghe trước khi góp ý cho đồng chí mình."),
    ("Thời gian quý báu lắm", "Đúng giờ là tôn trọng người khác và công việc."),
    ("Bát chè sẻ đôi", "Chia sẻ với người thức khuya, dậy sớm vì việc chung."),
    ("Hai bàn tay", "Tự học, tự lao động để rèn luyện bản thân."),
    ("Giữ lời hứa", "Đã hứa với nhân dân thì phải làm bằng được."),
    ("Bữa cơm kháng chiến", "Tiết kiệm, không phô trương khi tiếp khách."),
    ("Chú ngã có đau không", "Lãnh đạo gần gũi, để ý đến việc nhỏ của anh em."),
    ("Gương mẫu tôn trọng luật lệ", "Người thi hành pháp luật phải chấp hành trước."),
    ("Chiếc đồng hồ", "Mỗi bộ phận một việc, không việc nào là kém."),
    ("Quả táo Bác cho em bé", "Yêu thương trẻ em, chăm lo thế hệ sau."),
    ("Không ai được vào đây", "Làm đúng nguyên tắc, không nể nang."),
    ("Bác nhường chiếc lò sưởi", "Nhường phần thuận lợi cho người khó khăn hơn."),
    ("Tấm lòng với thương binh", "Đền ơn đáp nghĩa bằng việc làm thường xuyên."),
    ("Chủ nhật trồng cây", "Phát động phong trào thì mình làm trước."),
    ("Vườn rau của Bác", "Tăng gia, tự chủ, không ỷ lại."),
    ("Cái bàn làm việc", "Sắp xếp hồ sơ khoa học, ngăn nắp."),
    ("Ngọn đèn khuya", "Tận tụy với công việc được giao."),
    ("Tiết kiệm từng tờ giấy", "Dùng lại giấy một mặt, tăng cường văn bản điện tử."),
    ("Lời dặn về đoàn kết", "Giữ gìn đoàn kết như giữ con ngươi của mắt mình."),
    ("Bác thăm người nghèo đêm giao thừa", "Đến với người khó khăn vào lúc họ cần nhất."),
    ("Câu chuyện bên bờ suối", "Kiên trì trong gian khó."),
    ("Chiếc quạt giấy", "Bằng lòng với điều kiện làm việc giản dị."),
    ("Bác đi chống hạn cùng nông dân", "Sát cơ sở, cùng làm với dân."),
    ("Lá thư gửi thiếu nhi", "Viết ngắn, dễ hiểu, từ đáy lòng."),
    ("Cành hoa nhỏ", "Quan tâm tinh thần anh chị em trong đơn vị."),
    ("Chiếc vòng bạc", "Nhớ lời hứa dù là việc rất nhỏ."),
    ("Bác sửa bài báo", "Nhận góp ý của người khác để làm tốt hơn."),
    ("Chuyện chiếc ô tô cũ", "Không đòi hỏi tiện nghi vượt tiêu chuẩn."),
    ("Bữa cháo ngô", "Đồng cam cộng khổ với cơ sở."),
    ("Người cha của chiến sĩ", "Chăm lo cấp dưới như người thân."),
    ("Phê bình trên tinh thần đồng chí", "Phê bình việc, không phê bình người."),
    ("Bác học ngoại ngữ", "Học suốt đời, mỗi ngày một ít."),
    ("Chuyện bức ảnh", "Không nhận công của tập thể về mình."),
)

ARTICLE_THEMES = (
    "Nâng cao chất lượng kiểm sát việc giải quyết tố giác, tin báo về tội phạm",
    "Rèn luyện tác phong, kỷ cương của cán bộ kiểm sát theo gương Bác",
    "Giải pháp nâng cao chất lượng tranh tụng tại phiên tòa",
    "Phòng, chống tham nhũng, tiêu cực trong cơ quan tư pháp",
    "Kiểm sát thi hành án dân sự: khó khăn và cách làm",
    "Truyền thống cách mạng của quê hương Chi Lăng",
    "Tăng cường khối đại đoàn kết, xây dựng chi bộ trong sạch",
    "Thực hiện Nghị quyết đại hội Đảng các cấp tại chi bộ",
    "Ứng dụng công nghệ trong quản lý hồ sơ vụ án",
    "Nâng cao chất lượng kiểm sát tạm giữ, tạm giam",
    "Học Bác về nêu gương: trách nhiệm của cán bộ, đảng viên",
    "Kiểm sát giải quyết án dân sự, hôn nhân và gia đình",
    "Xây dựng văn hóa công sở, phòng dịch an toàn",
)
THEMES = (
    "Sắp xếp tổ chức bộ máy: tư tưởng và trách nhiệm của đảng viên",
    "Chuyển đổi số trong công tác kiểm sát",
    "Phối hợp với cấp ủy xã trong giải quyết đơn thư",
    "Nâng cao chất lượng tự phê bình và phê bình",
    "Phòng, chống lãng phí trong cơ quan",
    "Giữ gìn bản sắc, tiếng nói dân tộc khi tiếp công dân",
)
QUESTIONS = (
    "Chỉ tiêu nào của tháng có nguy cơ không đạt, vì sao?\nMỗi đồng chí đề xuất một giải pháp cho tháng tới.",
    "Vụ việc nào kéo dài cần tập trung tháo gỡ?\nPhân công lại thế nào cho hợp lý?",
    "Việc nào làm tốt cần giữ?\nViệc nào chậm, trách nhiệm của ai?",
)
THEME_QUESTIONS = "Nội dung nào áp dụng được ngay tại đơn vị?\nMỗi đồng chí tự liên hệ một việc của bản thân."
REMARKS = (
    "Đề nghị rà soát hồ sơ tồn ngay tuần đầu tháng, giao từng đồng chí theo dõi.",
    "Nhất trí với dự thảo; đề nghị bổ sung chỉ tiêu tiếp công dân.",
    "Nên lập lịch trực rõ ràng để không chồng chéo với phiên tòa.",
    "Bản thân nhận khuyết điểm còn chậm báo cáo, sẽ khắc phục trong tháng tới.",
    "Đề nghị mời cán bộ xã cùng tham gia tuyên truyền pháp luật tại thôn.",
    "Cần bồi dưỡng đồng chí mới về kỹ năng soạn thảo văn bản.",
    "Đề nghị thống nhất mẫu biểu để đỡ mất thời gian tổng hợp.",
    "Đồng tình với đánh giá của chi ủy; cần biểu dương tổ trực dịp lễ.",
)
RESPONSES = (
    "Tiếp thu các ý kiến; sẽ bổ sung số liệu của đơn vị vào chuyên đề trước khi lưu.",
    "Làm rõ thêm phần giải pháp, nhận đưa hai kiến nghị của các đồng chí vào chuyên đề.",
    "Cảm ơn góp ý của chi bộ; xin chỉnh phần liên hệ thực tế như các đồng chí đã nêu.",
)
ANSWERS = (
    "Chi ủy tiếp thu, đưa vào phân công nhiệm vụ tháng tới.",
    "Nội dung này đã có trong kế hoạch quý, chi ủy sẽ đôn đốc.",
    "Tiếp thu; giao đồng chí phụ trách báo cáo tại kỳ sau.",
)
TASKS = (
    ("Rà soát hồ sơ tồn, lập danh sách việc quá hạn", "Gửi chi ủy danh sách và hướng giải quyết."),
    ("Xây dựng lịch tiếp công dân tháng tới", "Niêm yết tại trụ sở."),
    ("Chuẩn bị tài liệu tuyên truyền pháp luật tại thôn", "Phối hợp với chi hội phụ nữ."),
    ("Thu, nộp đảng phí và cập nhật sổ", "Hoàn thành trước ngày 25."),
    ("Hướng dẫn đảng viên dùng sổ tay điện tử", "Ưu tiên đồng chí cao tuổi."),
    ("Thăm hỏi gia đình chính sách", "Cùng công đoàn cơ quan."),
    ("Kiểm tra việc thực hiện quy chế làm việc", "Báo cáo tại kỳ họp sau."),
    ("Tổng hợp ý kiến góp ý văn kiện", "Gửi cấp ủy cấp trên đúng hạn."),
)
STRENGTHS = (
    "Nội dung gửi sớm, đảng viên chuẩn bị ý kiến kỹ.",
    "Thảo luận tập trung vào giải pháp, đúng thời gian.",
    "Chủ trì gợi mở tốt, nhiều ý kiến thẳng thắn.",
    "Câu chuyện về Bác có liên hệ sát công việc.",
)
WEAKNESSES = (
    "Một số ý kiến còn chung chung.",
    "Phần tự phê bình còn ít, chưa đi vào việc cụ thể.",
    "Việc đánh giá kết quả tháng trước còn nêu số liệu, ít phân tích nguyên nhân.",
    "Còn ít thời gian cho phần thảo luận.",
)
REMEDIES = (
    "Gợi ý thảo luận cụ thể hơn; mỗi đồng chí chuẩn bị trước một việc.",
    "Kỳ sau dành 15 phút cho tự phê bình, chi ủy gợi ý từng đồng chí.",
    "Chi ủy phân tích nguyên nhân từng chỉ tiêu trong báo cáo gửi trước.",
)
EXCUSES = (
    "Đi tập huấn tại tỉnh",
    "Nằm viện",
    "Tham gia phiên tòa lưu động",
    "Đi công tác cơ sở",
    "Việc gia đình có tang",
)

# How an item went and what the chair concluded, by the kind of item.
COURSES = {
    ItemKind.RESULTS: (
        (
            "Đồng chí chủ trì báo cáo kết quả từng nhiệm vụ; người phụ trách giải trình việc chậm.",
            "Việc chưa xong chuyển sang tháng sau, ghi rõ người và hạn mới.",
        ),
        (
            "Chi bộ nghe kết quả tháng trước, so với từng nội dung nghị quyết.",
            "Kết quả cơ bản đạt yêu cầu; tiếp tục đôn đốc các việc kéo dài.",
        ),
        (
            "Từng đồng chí báo cáo việc được giao, nêu khó khăn khi phối hợp.",
            "Biểu dương các đồng chí xong trước hạn; chi ủy gỡ vướng cho việc còn lại.",
        ),
    ),
    ItemKind.NEWS: (
        (
            "Thông tin tình hình trong tháng, tóm tắt văn bản mới của cấp trên.",
            "Đảng viên đọc lại văn bản, nêu chỗ chưa rõ tại kỳ sau.",
        ),
        (
            "Điểm tin thời sự trong tỉnh, nhắc các mốc công việc của cấp ủy.",
            "Mỗi đồng chí chọn một việc liên quan đến phần mình phụ trách để thực hiện.",
        ),
    ),
    ItemKind.STORY: (("Kể chuyện theo phân công.", "Mỗi đồng chí liên hệ một việc làm cụ thể."),),
    ItemKind.THEME: (
        (
            "Người viết tóm tắt chuyên đề đã gửi trước, nêu ba vấn đề xin ý kiến.",
            "Thống nhất các vấn đề đưa ra thảo luận.",
        ),
    ),
    ItemKind.DISCUSSION: (
        (
            "Chi bộ thảo luận từng giải pháp để đạt chỉ tiêu tháng tới.",
            "Tiếp thu các ý kiến về cách làm; giao người phụ trách từng việc.",
        ),
        (
            "Các ý kiến tập trung vào tiến độ và cách phối hợp giữa các bộ phận.",
            "Thống nhất giải pháp; việc nào vướng thì báo chi ủy trong tuần.",
        ),
        ("Nhiều đồng chí góp ý sát việc, nêu kinh nghiệm đã làm.", "Chọn hai kinh nghiệm để cả chi bộ làm theo."),
    ),
    ItemKind.TASKS: (
        ("Phân công từng việc, có người và hạn.", "Các đồng chí nhận nhiệm vụ, báo kết quả tại kỳ sau."),
        ("Rà soát nhiệm vụ tháng tới theo kế hoạch năm.", "Thông qua danh sách nhiệm vụ, thời hạn như bảng phân công."),
    ),
    ItemKind.CRITICISM: (
        ("Từng đồng chí tự liên hệ ưu điểm, hạn chế trong tháng.", "Ghi nhận tinh thần cầu thị; theo dõi việc sửa."),
        ("Chi bộ góp ý thẳng thắn về giờ giấc và chất lượng báo cáo.", "Các đồng chí được góp ý đã tiếp thu."),
    ),
    ItemKind.CONCLUSION: (
        (
            "Đồng chí chủ trì nêu dự thảo để chi bộ biểu quyết và chấm điểm kỳ họp.",
            "Thông qua với kết quả ghi tại phần biểu quyết.",
        ),
    ),
    ItemKind.OTHER: (("Đồng chí chủ trì nêu mục đích, yêu cầu.", "Chi bộ thống nhất cách làm."),),
}
