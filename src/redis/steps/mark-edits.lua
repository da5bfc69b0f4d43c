-- Messages of ours may look different now, or will soon.
--
-- keys: edits, editsLeased, editPlaces
-- args: urgency, afterMs, messages
-- answers: marked
--- include clock
--- include write
--- include number
--- include mark-edit
for _, message in ipairs(args.messages) do
  mark_edit(message, args.urgency, ms + args.afterMs)
end
return apply({'marked'})
