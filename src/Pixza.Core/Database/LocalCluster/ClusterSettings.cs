using System.Text;

namespace Pixza.Core.Database.LocalCluster;

/// <summary>How Pixza's own PostgreSQL is set up; <c>alter system</c> overrides any of it for good.</summary>
internal static class ClusterSettings
{
    // TCP over loopback is the only way in, and never without the password.
    internal const string Access = """
        # TYPE  DATABASE  USER  ADDRESS       METHOD
        host    all       all   127.0.0.1/32  scram-sha-256

        """;

    // No socket: its path may be 107 characters at most, which a data folder's soon exceeds.
    private const string Fixed = """
        # Written by Pixza at each start. Change settings with "alter system", which stays.
        listen_addresses = '127.0.0.1'
        unix_socket_directories = ''
        password_encryption = 'scram-sha-256'
        max_connections = 100
        shared_buffers = '256MB'
        effective_cache_size = '1GB'
        work_mem = '8MB'
        maintenance_work_mem = '128MB'
        max_wal_size = '2GB'
        checkpoint_timeout = '15min'
        wal_compression = on
        random_page_cost = 1.1
        jit = off
        logging_collector = off
        log_timezone = 'UTC'
        timezone = 'UTC'
        lc_messages = 'C'

        """;

    internal static string Text(int port, IReadOnlyDictionary<string, string> extra)
    {
        var text = new StringBuilder(Fixed).Append("port = ").Append(port).Append('\n');
        foreach (var (name, value) in extra)
            text.Append(name).Append(" = '").Append(value.Replace("'", "''", StringComparison.Ordinal)).Append("'\n");
        return text.ToString();
    }
}
