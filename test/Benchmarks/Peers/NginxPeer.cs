using System.Diagnostics;

namespace Zot.Benchmarks.Peers;

/// <summary>nginx with the same content as plain files: the upper bound for reads.</summary>
internal sealed class NginxPeer(string binary, string folder) : Peer(PeerName, folder)
{
    internal const string PeerName = "nginx";

    internal override bool IsRegistry => false;

    protected override ProcessStartInfo Configure(int port)
    {
        var file = Path.Combine(Folder, "nginx.conf");
        File.WriteAllText(file, $$"""
            daemon off;
            worker_processes 1;
            {{(Environment.IsPrivilegedProcess ? "user root root;" : "")}}
            pid {{Folder}}/nginx.pid;
            error_log stderr crit;
            events { worker_connections 1024; }
            http {
                access_log off;
                sendfile on;
                tcp_nopush on;
                keepalive_requests 100000000;
                open_file_cache max=1000 inactive=60s;
                client_body_temp_path {{Folder}}/body;
                proxy_temp_path {{Folder}}/proxy;
                fastcgi_temp_path {{Folder}}/fastcgi;
                uwsgi_temp_path {{Folder}}/uwsgi;
                scgi_temp_path {{Folder}}/scgi;
                server {
                    listen 127.0.0.1:{{port}};
                    root {{Data}};
                    location = /v2/ { return 200; }
                }
            }
            """);
        return new ProcessStartInfo(binary, ["-c", file, "-p", Folder]);
    }
}
