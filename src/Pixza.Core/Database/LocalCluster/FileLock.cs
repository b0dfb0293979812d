namespace Pixza.Core.Database.LocalCluster;

/// <summary>An advisory lock on a file (flock), given back by the kernel when its process dies, however it dies.</summary>
public sealed class FileLock : IDisposable
{
    private readonly FileStream stream;

    private FileLock(FileStream stream) => this.stream = stream;

    /// <summary>Takes the lock alone.</summary>
    /// <returns>Null when anybody else, in this process too, has it in either way.</returns>
    public static FileLock? TryTakeExclusive(string path) => TryTake(path, FileShare.None);

    /// <summary>Takes the lock together with any number of others who share it.</summary>
    /// <returns>Null when somebody has it alone.</returns>
    public static FileLock? TryTakeShared(string path) => TryTake(path, FileShare.ReadWrite);

    /// <summary>Takes the lock alone, waiting until it is free.</summary>
    public static async Task<FileLock> TakeExclusiveAsync(string path, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (TryTakeExclusive(path) is { } taken)
                return taken;
            await Task.Delay(50, cancellationToken);
        }
    }

    public void Dispose() => stream.Dispose();

    private static FileLock? TryTake(string path, FileShare share)
    {
        try
        {
            return new FileLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, share));
        }
        catch (UnauthorizedAccessException cause)
        {
            throw new LocalClusterException(
                $"{path} belongs to another user: run Pixza as that user, or choose another folder with --data.", cause);
        }
        catch (IOException fault) when (fault is not (DirectoryNotFoundException or PathTooLongException or FileNotFoundException))
        {
            return null;
        }
    }
}
