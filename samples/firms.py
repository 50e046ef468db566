"""Who is in the story. All names, people and numbers are invented; brands are cyclical signs or say 示例, 样本."""

from __future__ import annotations

from samples.codes import credit_code, registration_no

XIANGZHOU, GUCHENG, FANCHENG = "420607", "420625", "420606"

#: credit codes by brand
JIAYIN = credit_code(XIANGZHOU, "MA4X0001")
YIMAO = credit_code(XIANGZHOU, "MA4X0002")
BINGCHEN = credit_code(XIANGZHOU, "MA4X0003")
WUWU = credit_code(XIANGZHOU, "MA4X0005")
GENGSHEN = credit_code(GUCHENG, "MA4X0007")
XINYOU = credit_code(GUCHENG, "MA4X0008")
#: mistyped: does not pass its check
XINYOU_DAMAGED = XINYOU[:14] + "6" + XINYOU[15:]
#: digits only, so that a spreadsheet takes it for a number
RENXU = credit_code(GUCHENG, "70000002", "92")
SHILI_ONE = credit_code(GUCHENG, "MA4X0011")
SHILI_TWO = credit_code(GUCHENG, "MA4X0012")
YANGBEN = credit_code(FANCHENG, "MA4X0013")
YANGZHANG = credit_code(FANCHENG, "MA4X0014")
XUGOU = credit_code(FANCHENG, "MA4X0015")
#: a number of the time before credit codes
DINGSI_REGISTRATION = registration_no("42060760012345")
