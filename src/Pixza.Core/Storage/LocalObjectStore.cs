using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace Pixza.Core.Storage;

/// <summary>Objects as files under <c>{DataDir}/objects</c>, spread over sub-folders by the first two characters of their token.</summary>
public sealed class LocalObjectStore : IObjectStore
{
    private static readonly TimeSpan s_leftoverAge = TimeSpan.FromHours(1);

    private readonly string _root;
    private readonly string _temporary;
    private readonly bool _fsync;
    private readonly TimeProvider _clock;
    private readonly ConcurrentDictionary<string, bool> _folders = new(StringComparer.Ordinal);

    public LocalObjectStore(IOptions<StorageOptions> options, TimeProvider clock)
    {
        _root = Path.GetFullPath(Path.Combine(options.Value.DataDir, "objects"));
        _temporary = Path.Combine(_root, "tmp");
        _fsync = options.Value.Fsync;
        _clock = clock;
        Directory.CreateDirectory(_temporary);
        File.SetUnixFileMode(_root, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);   // the machine's other users see no customer's picture
        Sweep();
    }

    public Task PutAsync(string name, ReadOnlyMemory<byte> content, string contentType, CancellationToken cancellationToken)
    {
        ObjectName.Require(name, contentType);
        var path = PathOf(name);
        // The disk is waited for on a thread of the pool, not on the caller's.
        return Task.Run(
            () =>
            {
                EnsureFolder(Path.GetDirectoryName(path)!);
                DurableFile.Write(Path.Combine(_temporary, Guid.CreateVersion7().ToString("n")), path, content.Span, _fsync);
            },
            cancellationToken);
    }

    public Task<ObjectInfo?> StatAsync(string name, CancellationToken cancellationToken)
    {
        if (!ObjectName.IsValid(name) || new FileInfo(PathOf(name)) is not { Exists: true } file)
            return Task.FromResult<ObjectInfo?>(null);
        // Another content comes as another file, so length and time of writing (100 ns) tell them apart.
        var tag = $"{file.Length:x}-{file.LastWriteTimeUtc.Ticks:x}";
        return Task.FromResult<ObjectInfo?>(new ObjectInfo(name, file.Length, ObjectName.ContentTypeOf(name), tag));
    }

    public Task<Stream?> OpenAsync(string name, long offset, long? length, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length ?? 0, nameof(length));
        if (!ObjectName.IsValid(name))
            return Task.FromResult<Stream?>(null);
        try
        {
            var options = new FileStreamOptions { Share = FileShare.ReadWrite | FileShare.Delete, Options = FileOptions.Asynchronous | FileOptions.SequentialScan, BufferSize = 0 };
            var file = new FileStream(PathOf(name), options);
            var start = Math.Min(offset, file.Length);
            return Task.FromResult<Stream?>(new SectionStream(file, start, Math.Min(length ?? long.MaxValue, file.Length - start)));
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return Task.FromResult<Stream?>(null);
        }
    }

    public Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        if (ObjectName.IsValid(name) && Directory.Exists(Path.GetDirectoryName(PathOf(name))))
            File.Delete(PathOf(name));
        return Task.CompletedTask;
    }

    /// <summary>Removes what a crash left half written. Younger files may be another process's, still at work.</summary>
    internal void Sweep()
    {
        foreach (var file in new DirectoryInfo(_temporary).EnumerateFiles())
        {
            if (_clock.GetUtcNow().UtcDateTime - file.LastWriteTimeUtc > s_leftoverAge)
                file.Delete();
        }
    }

    internal string PathOf(string name)
    {
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        var (folder, file) = (name[..slash], name[(slash + 1)..]);
        return Path.Combine(_root, folder, file[..2].TrimEnd('.'), file);
    }

    private void EnsureFolder(string path)
    {
        if (_folders.ContainsKey(path) && Directory.Exists(path))
            return;
        Directory.CreateDirectory(path);
        for (var parent = Path.GetDirectoryName(path); _fsync && parent is not null && parent.Length >= _root.Length; parent = Path.GetDirectoryName(parent))
            DurableFile.SyncFolder(parent);
        _folders[path] = true;
    }
}
