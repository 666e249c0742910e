"""Column types that several tables share."""

from typing import Annotated

from sqlalchemy import BigInteger, ForeignKey, Integer, String
from sqlalchemy.orm import mapped_column

BigId = BigInteger().with_variant(Integer(), "sqlite")

Id = Annotated[int, mapped_column(BigId, primary_key=True)]
Name = Annotated[str, mapped_column(String(200))]
Code = Annotated[str, mapped_column(String(64))]
CaseRef = Annotated[int, mapped_column(BigId, ForeignKey("complaint.id"), index=True)]
RunRef = Annotated[int, mapped_column(BigId, ForeignKey("run.id"), index=True)]
