# A guest is in one area at a time, and out of all of them when the reception says that they left (O3, O7, L3).

area building assisted
area lab assisted
room outside
room hall building
room corridor
room laboratory lab
door entrance entrance outside hall
door hall-door office hall corridor
door lab-door office corridor laboratory
reader entrance-in entrance hall
reader entrance-out entrance outside
person anna
person petra
person karl

08:00:00 start
    08:00:00.000 recorded controller.started
    08:00:00.000 strike entrance off
    08:00:00.000 strike hall-door off
    08:00:00.000 strike lab-door off
    08:00:00.000 set output building off
    08:00:00.000 set output lab off
08:01:00 arrives petra
    08:01:00.000 recorded occupancy.entered building petra inside 1
    08:01:00.000 answer done
08:02:00 admit lab-door petra anna visitor
    08:02:00.000 recorded occupancy.entered lab petra inside 1
    08:02:00.000 recorded occupancy.left building petra inside 0
    08:02:00.000 recorded door.released lab-door petra release by anna "visitor"
    08:02:00.000 strike lab-door on
    08:02:00.000 answer done
08:02:01 contact lab-door open
    08:02:01.000 recorded door.opened lab-door release
08:02:03 contact lab-door closed
    08:02:03.000 recorded door.closed lab-door
    08:02:03.000 recorded door.locked lab-door
    08:02:03.000 strike lab-door off
# What the reception records after she was let in does not move her.
08:03:00 arrives petra
    08:03:00.000 answer done
08:04:00 admit lab-door karl anna visitor
    08:04:00.000 recorded occupancy.entered lab karl inside 2
    08:04:00.000 recorded door.released lab-door karl release by anna "visitor"
    08:04:00.000 strike lab-door on
    08:04:00.000 answer done
08:04:01 contact lab-door open
    08:04:01.000 recorded door.opened lab-door release
08:04:03 contact lab-door closed
    08:04:03.000 recorded door.closed lab-door
    08:04:03.000 recorded door.locked lab-door
    08:04:03.000 strike lab-door off
# The reception records of its own area who leaves.
08:10:00 leaves karl
    08:10:00.000 recorded occupancy.left lab karl inside 1
    08:10:00.000 answer done
08:11:00 leaves petra
    08:11:00.000 recorded occupancy.left lab petra inside 0
    08:11:00.000 answer done
08:12:00 leaves petra
    08:12:00.000 answer done
08:20:00 time
