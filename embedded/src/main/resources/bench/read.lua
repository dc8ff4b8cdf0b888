-- wrk: asks for the paths of a file, one after the other; each thread begins at another place.
local paths = {}
for line in io.lines(os.getenv("BENCH_PATHS")) do paths[#paths + 1] = line end
local headers = { ["Authorization"] = "Bearer " .. os.getenv("BENCH_TOKEN"), ["Accept"] = "application/json" }
local at = 0
local threads = 0
function setup(thread) thread:set("offset", threads * 7919); threads = threads + 1 end
function request()
  at = at + 1
  return wrk.format("GET", paths[(at + offset) % #paths + 1], headers)
end
