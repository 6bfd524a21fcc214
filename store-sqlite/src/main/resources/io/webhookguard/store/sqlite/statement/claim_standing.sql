-- What became of a claim: asked when a write under its token changed nothing, and before steps.
select seq, state, token, generation, settled_token, settled_as
from ${prefix}event where digest = :digest
