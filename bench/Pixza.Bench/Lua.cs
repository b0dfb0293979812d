namespace Pixza.Bench;

/// <summary>wrk's scripts. Keys are drawn at random from a file, so that every account has its turn.</summary>
internal static class Lua
{
    private const string Done = """
        local threads = {}
        function setup(thread) thread:set("id", #threads + 1) table.insert(threads, thread) end
        function response(status) if status >= 300 then bad = (bad or 0) + 1 end end
        function done(summary, latency)
          local errors = summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
          for _, thread in ipairs(threads) do errors = errors + (thread:get("bad") or 0) end
          io.write(string.format("PCT %.4f %.4f %d\n", latency:percentile(50) / 1000, latency:percentile(99) / 1000, errors))
        end
        """;

    /// <summary>GET of a fixed path, or of paths that "%d" takes from 1 to 10,000.</summary>
    public static string Get(string path, string? key = null) => $$"""
        {{Done}}
        function request()
          return wrk.format("GET", string.format("{{path}}", math.random(1, 10000)){{(key is null ? "" : $$""", { ["Authorization"] = "Bearer {{key}}" }""")}})
        end
        """;

    /// <summary>GET of the lines of a file: path, tab, key.</summary>
    public static string GetFrom(string file) => $$"""
        {{Done}}
        local lines = {}
        for line in io.lines("{{file}}") do local path, key = line:match("([^\t]+)\t(.+)") table.insert(lines, { path, "Bearer " .. key }) end
        function request()
          local line = lines[math.random(1, #lines)]
          return wrk.format("GET", line[1], { ["Authorization"] = line[2] })
        end
        """;

    /// <summary>POST /generate with a key of the file and an Idempotency-Key of its own each time.</summary>
    /// <param name="delay">Milliseconds between two requests of a connection, on average; 0 for none.</param>
    public static string Generate(string keysFile, double delay) => $$"""
        {{Done}}
        local keys = {}
        for key in io.lines("{{keysFile}}") do table.insert(keys, "Bearer " .. key) end
        local n = 0
        local body = '{"type":"image","model":"flux-dev","prompt":"a product photo on white marble, soft light, 85mm"}'
        function init() math.randomseed(id * 7919 + os.time()) end
        {{(delay > 0 ? FormattableString.Invariant($"function delay() return math.random() * {2 * delay:0.00} end") : "")}}
        function request()
          n = n + 1
          return wrk.format("POST", "/api/v1/generate", { ["Authorization"] = keys[math.random(1, #keys)], ["Content-Type"] = "application/json", ["Idempotency-Key"] = id .. "-" .. n .. "-" .. math.random(1, 1000000000) }, body)
        end
        """;
}
