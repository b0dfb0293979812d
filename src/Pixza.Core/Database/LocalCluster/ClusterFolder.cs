using System.Security.Cryptography;
using System.Text;

namespace Pixza.Core.Database.LocalCluster;

/// <summary>Decides where PostgreSQL keeps its files, and makes them.</summary>
internal static class ClusterFolder
{
    private const string Elsewhere = "/var/lib/pixza";

    /// <summary>
    /// <c>postgres</c> in the data folder. When we are root and the unprivileged user cannot get there, because a parent such as a home is
    /// closed, a folder under /var/lib/pixza: a closed home is never opened.
    /// </summary>
    internal static async Task<string> ChooseAsync(string dataFolder, ClusterUser user, CancellationToken cancellationToken)
    {
        if (await user.CanEnterAsync(dataFolder, cancellationToken))
            return Path.Combine(dataFolder, "postgres");

        Directory.CreateDirectory(Elsewhere, Everyone);
        if (!await user.CanEnterAsync(Elsewhere, cancellationToken))
        {
            throw new LocalClusterException(
                $"The user {user.Name}, who runs PostgreSQL for root, can enter neither {dataFolder} nor {Elsewhere}: choose a folder that is open to it with --data, or run Pixza as another user.");
        }

        // The path keeps two data folders apart; the random part keeps a deleted data folder from finding its old books again.
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(dataFolder)))[..12];
        return Path.Combine(Elsewhere, $"{name}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(3))}");
    }

    /// <summary>Runs initdb beside the final place and moves the whole into it, so that a half-made cluster is never taken for one.</summary>
    internal static async Task CreateAsync(
        string folder, string password, PostgresBinaries binaries, ClusterUser user, CancellationToken cancellationToken)
    {
        var draft = folder + ".new";
        if (Directory.Exists(draft))
            Directory.Delete(draft, recursive: true);
        Directory.CreateDirectory(draft, Closed);
        await user.OwnAsync(draft, cancellationToken);

        var passwordFile = folder + ".password";
        File.Delete(passwordFile);
        await using (var file = new FileStream(passwordFile, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }))
            await file.WriteAsync(Encoding.ASCII.GetBytes(password), cancellationToken);
        await user.OwnAsync(passwordFile, cancellationToken);

        Command.Result made;
        try
        {
            made = await user.RunAsync(
                [
                    binaries.Initdb, "-D", draft, "--username=pixza", $"--pwfile={passwordFile}", "--auth=scram-sha-256",
                    "--encoding=UTF8", $"--locale={Command.Locale}", "--data-checksums",
                ], cancellationToken);
        }
        finally
        {
            File.Delete(passwordFile);
        }
        if (made.ExitCode != 0)
            throw new LocalClusterException($"initdb could not create the database in {folder}: {made.Output.ReplaceLineEndings(" ")}");

        await ReplaceAsync(Path.Combine(draft, "pg_hba.conf"), ClusterSettings.Access, user, cancellationToken);
        await File.AppendAllTextAsync(Path.Combine(draft, "postgresql.conf"), "\ninclude_if_exists 'pixza.conf'\n", cancellationToken);
        Directory.Move(draft, folder);
    }

    /// <summary>Replaces one of PostgreSQL's files as a whole, and leaves it to the user who runs it.</summary>
    internal static async Task ReplaceAsync(string path, string content, ClusterUser user, CancellationToken cancellationToken)
    {
        var next = path + ".new";
        File.Delete(next);
        await File.WriteAllTextAsync(next, content, cancellationToken);
        await user.OwnAsync(next, cancellationToken);
        File.Move(next, path, overwrite: true);
    }

    private const UnixFileMode Closed = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private const UnixFileMode Everyone = Closed | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
}
