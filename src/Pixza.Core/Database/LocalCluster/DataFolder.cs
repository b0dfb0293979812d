namespace Pixza.Core.Database.LocalCluster;

/// <summary>The folder in which one Pixza keeps everything.</summary>
public static class DataFolder
{
    // As root the folder can be entered but not listed, so that PostgreSQL's user gets to its own part and to nothing else.
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private const UnixFileMode PassThrough = Private | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Makes the folder when it is missing.</summary>
    /// <returns>Its absolute path, with links resolved, so that two spellings of a folder meet at the same locks.</returns>
    public static string Open(string path)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        try
        {
            var folder = Directory.CreateDirectory(full, Environment.IsPrivilegedProcess ? PassThrough : Private);
            return RealPath(folder.FullName);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new LocalClusterException($"The data folder {full} cannot be made: {cause.Message} Choose another with --data.", cause);
        }
    }

    /// <summary>Takes the folder for one server, for as long as the lock is kept.</summary>
    /// <exception cref="LocalClusterException">A server works on it already.</exception>
    public static FileLock TakeForServer(string dataFolder)
    {
        var pidFile = Path.Combine(dataFolder, "server.pid");
        var taken = FileLock.TryTakeExclusive(Path.Combine(dataFolder, "server.lock"));
        if (taken is null)
        {
            var pid = File.Exists(pidFile) ? $" (process {File.ReadAllText(pidFile).Trim()})" : "";
            throw new LocalClusterException(
                $"Another Pixza is already serving from {dataFolder}{pid}: stop it first, or choose another folder with --data DIR.");
        }
        File.WriteAllText(pidFile, $"{Environment.ProcessId}\n");
        return taken;
    }

    private static string RealPath(string path)
    {
        var parent = Path.GetDirectoryName(path);
        if (parent is null)
            return path;
        var here = Path.Combine(RealPath(parent), Path.GetFileName(path));
        return Directory.ResolveLinkTarget(here, returnFinalTarget: true)?.FullName ?? here;
    }
}
