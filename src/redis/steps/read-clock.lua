-- Reads the clock that all steps go by, in milliseconds since the epoch.
--
-- keys: proof (untouched: it tells a cluster which node is asked)
-- args: none
-- answers: ms
--- include clock
return ms
