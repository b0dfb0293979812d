using System.Globalization;

namespace Pixza.Core.Database.LocalCluster;

/// <summary>Who runs PostgreSQL: ourselves, or an unprivileged user when we are root, whom PostgreSQL refuses.</summary>
internal sealed class ClusterUser
{
    private static readonly string[] ToolFolders = ["/usr/bin", "/bin", "/usr/sbin", "/sbin"];

    private readonly string[] prefix;

    private ClusterUser(string? name, params string[] prefix) => (Name, this.prefix) = (name, prefix);

    /// <summary>Null: ourselves.</summary>
    internal string? Name { get; }

    /// <summary>The user who owns <paramref name="existing"/> when it is there and not root's, else <c>postgres</c>, else <c>nobody</c>.</summary>
    internal static ClusterUser Choose(string existing)
    {
        if (!Environment.IsPrivilegedProcess)
            return new ClusterUser(name: null);

        var users = File.ReadLines("/etc/passwd").Select(line => line.Split(':')).Where(fields => fields.Length > 3).ToList();
        var owner = OwnerOf(existing) is { } id and > 0 ? users.Find(user => user[2] == id.ToString(CultureInfo.InvariantCulture)) : null;
        var chosen = owner ?? users.Find(user => user[0] == "postgres") ?? users.Find(user => user[0] == "nobody")
            ?? throw new LocalClusterException("PostgreSQL does not run as root, and there is no user postgres or nobody to run it: add one with useradd --system postgres.");

        if (Tool("setpriv") is { } setpriv)
            return new ClusterUser(chosen[0], setpriv, $"--reuid={chosen[2]}", $"--regid={chosen[3]}", "--clear-groups", "--inh-caps=-all", "--");
        if (Tool("runuser") is { } runuser)
            return new ClusterUser(chosen[0], runuser, "-u", chosen[0], "--");
        if (Tool("sudo") is { } sudo)
            return new ClusterUser(chosen[0], sudo, "-n", "-u", chosen[0], "--");
        throw new LocalClusterException("PostgreSQL does not run as root, and there is neither setpriv nor runuser nor sudo to leave root with: install util-linux, or run Pixza as another user.");
    }

    /// <summary>Runs a program as this user.</summary>
    internal Task<Command.Result> RunAsync(IEnumerable<string> command, CancellationToken cancellationToken) =>
        Command.RunAsync([.. prefix, .. command], cancellationToken);

    /// <summary>Whether this user can go into the folder, which asks every parent on the way.</summary>
    internal async Task<bool> CanEnterAsync(string folder, CancellationToken cancellationToken) =>
        Name is null || (await RunAsync([Tool("test") ?? "/usr/bin/test", "-x", folder], cancellationToken)).ExitCode == 0;

    /// <summary>Hands what root has made to this user.</summary>
    internal async Task OwnAsync(string path, CancellationToken cancellationToken)
    {
        if (Name is null)
            return;
        var done = await Command.RunAsync([Tool("chown") ?? "/bin/chown", Name, path], cancellationToken);
        if (done.ExitCode != 0)
            throw new LocalClusterException($"{path} could not be handed to the user {Name}: {done.Output}.");
    }

    private static int? OwnerOf(string path)
    {
        if (!Directory.Exists(path))
            return null;
        // The base library tells a file's mode but not its owner; the columns of ls -n are the same everywhere.
        var listing = Command.RunAsync([Tool("ls") ?? "/bin/ls", "-ldn", path], CancellationToken.None).GetAwaiter().GetResult();
        var columns = listing.Output.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return columns.Length > 2 && int.TryParse(columns[2], CultureInfo.InvariantCulture, out var owner) ? owner : null;
    }

    private static string? Tool(string name) =>
        ToolFolders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
}
